// What a person does with a report, and what is to be seen then: appended to a copy of the page by report.bats.
// Each finding becomes an attribute of <body>, which the test reads in the page as the browser prints it.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const say = (name, ...values) => (document.body.dataset[name] = values.join(' '));
  const count = (kind, word) => all('.marks text.' + kind).filter((text) => text.textContent === word).length;
  const nearest = () => all('.near-title b').map((b) => b.textContent).join(',');
  const input = document.getElementById('word');

  // the page as it opens
  say('start', all('circle.chosen').length, all('circle.near').length, all('#word-list option').length);

  // pictures: none empty, none tiny, nothing outside of its frame
  const pictures = all('figure > svg');
  const outside = pictures.filter((svg) => {
    const box = svg.getBBox(), frame = svg.viewBox.baseVal;
    return box.x < -2 || box.y < -2 || box.x + box.width > frame.width + 2 || box.y + box.height > frame.height + 2;
  });
  say('pictures', all('figure.chart').length,
      all('figure.chart').filter((figure) => !figure.querySelector('.series circle, .series path')).length,
      pictures.filter((svg) => svg.getBoundingClientRect().width < 200).length,
      outside.map((svg) => svg.getAttribute('aria-label')).join('; '));

  // structure
  const ids = all('[id]').map((element) => element.id);
  const levels = all('h1,h2,h3,h4').map((heading) => Number(heading.tagName[1]));
  say('structure', document.documentElement.lang, ids.length - new Set(ids).size,
      all('a[href^="#"]').filter((a) => !document.getElementById(a.hash.slice(1))).length,
      all('svg').filter((svg) => !svg.getAttribute('aria-label') && svg.getAttribute('aria-hidden') !== 'true').length,
      levels.filter((level, i) => i > 0 && level > levels[i - 1] + 1).length,
      all('.wide').filter((element) => element.tabIndex !== 0).length);

  // search
  input.focus();
  input.value = ' Cow ';
  input.dispatchEvent(new Event('input', {bubbles: true}));
  say('search', document.activeElement.id, location.hash, nearest(), document.getElementById('found').textContent);
  input.value = 'qqq';
  input.form.requestSubmit();
  say('unknown', document.getElementById('found').textContent);
  input.value = 'bl';
  input.form.requestSubmit();
  say('begun', document.getElementById('found').textContent);

  // pointing at a word of the second map
  const svg = document.querySelectorAll('figure.map svg')[1];
  const box = svg.getBoundingClientRect(), side = svg.viewBox.baseVal.width;
  const data = JSON.parse(document.getElementById('map-data').textContent);
  const [x, y] = data.models[1].place.slice(2 * data.words.indexOf('sheep'));
  const at = {bubbles: true, clientX: box.left + (x / side) * box.width, clientY: box.top + (y / side) * box.height};
  svg.dispatchEvent(new PointerEvent('pointermove', at));
  say('pointed', count('pointed', 'sheep'));
  svg.dispatchEvent(new PointerEvent('pointerleave', at));
  say('left', count('pointed', 'sheep'));
  svg.dispatchEvent(new MouseEvent('click', at));
  say('clicked', nearest(), count('chosen', 'sheep'));
  const button = document.querySelector('.near button'), next = button.textContent;
  button.click();
  say('followed', next !== 'sheep' && nearest() === `${next},${next}`);

  // an address that is no word changes nothing
  location.hash = '#word=%E0%A4%A';
})();
