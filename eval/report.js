// The maps of words: search, pointing, neighbours. Numbers are in #map-data; see report_map_show.c.
(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('map-data').textContent);
  const index = new Map(data.words.map((word, i) => [word, i]));
  const maps = [...document.querySelectorAll('figure.map')];
  const input = document.getElementById('word');
  const found = document.getElementById('found');
  const drawing = 'http://www.w3.org/2000/svg';
  let selected = -1;

  function place(model, i) {
    return [data.models[model].place[2 * i], data.models[model].place[2 * i + 1]];
  }

  function near(model, i) {
    return data.models[model].near.slice(i * data.each, (i + 1) * data.each);
  }

  // A dot with its word, on one map.
  function mark(layer, model, i, kind) {
    const [x, y] = place(model, i);
    const dot = document.createElementNS(drawing, 'circle');
    dot.setAttribute('class', kind);
    dot.setAttribute('cx', x);
    dot.setAttribute('cy', y);
    dot.setAttribute('r', kind === 'near' ? 3 : 5);
    const text = document.createElementNS(drawing, 'text');
    text.setAttribute('class', kind);
    text.setAttribute('x', x > 240 ? x - 7 : x + 7);
    text.setAttribute('y', Math.max(y + 4, 11));
    text.setAttribute('text-anchor', x > 240 ? 'end' : 'start');
    text.textContent = data.words[i];
    layer.append(dot, text);
  }

  // Draws the marks of the selected word, and of the one pointed at.
  function draw(pointed) {
    maps.forEach((map, model) => {
      const layer = map.querySelector('.marks');
      layer.replaceChildren();
      if (selected >= 0) {
        near(model, selected).forEach((i) => mark(layer, model, i, 'near'));
        mark(layer, model, selected, 'chosen');
      }
      if (pointed >= 0 && pointed !== selected) mark(layer, model, pointed, 'pointed');
    });
  }

  // The neighbours of the selected word as buttons; those that all models agree on stand out.
  function list(map, model) {
    const others = maps.map((_, k) => new Set(near(k, selected)));
    const items = near(model, selected).map((i, k) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = data.words[i];
      button.className = maps.length > 1 && others.every((set) => set.has(i)) ? 'shared' : '';
      button.addEventListener('click', () => select(i, true));
      const cosine = document.createElement('span');
      cosine.className = 'soft';
      const value = data.models[model].cosine[selected * data.each + k] / 100;
      cosine.textContent = ' ' + value.toFixed(2).replace('-', '−');
      item.append(button, cosine);
      return item;
    });
    map.querySelector('.near').replaceChildren(...items);
    map.querySelector('.near-title b').textContent = data.words[selected];
  }

  function select(i, remember) {
    selected = i;
    input.value = data.words[i];
    const shared = near(0, i).filter((k) => maps.every((_, model) => near(model, i).includes(k))).length;
    found.textContent = maps.length > 1 ? `${shared} of ${data.each} nearest words are the same in all models` : '';
    maps.forEach(list);
    draw(-1);
    if (remember) history.replaceState(null, '', '#word=' + encodeURIComponent(data.words[i]));
  }

  function search() {
    const wanted = input.value.trim();
    const i = index.get(wanted) ?? index.get(wanted.toLowerCase());
    if (i !== undefined) {
      select(i, true);
    } else if (wanted) {
      const like = data.words.filter((word) => word.startsWith(wanted.toLowerCase())).slice(0, 6);
      found.textContent = like.length ? 'Do you mean ' + like.join(', ') + '?' : 'This word is not on the maps.';
    }
  }

  function fromAddress() {
    const word = /^#word=(.*)$/.exec(location.hash);
    let i;
    try {
      i = word && index.get(decodeURIComponent(word[1]));
    } catch {
      i = undefined; // not an encoded word
    }
    if (word && i !== undefined) select(i, false);
    return i !== undefined && i !== null;
  }

  // The word nearest to a pointer on a map, within a finger's width; -1: none.
  function under(map, model, event) {
    const box = map.querySelector('svg').getBoundingClientRect();
    const side = map.querySelector('svg').viewBox.baseVal.width;
    const x = ((event.clientX - box.left) / box.width) * side;
    const y = ((event.clientY - box.top) / box.height) * side;
    let best = -1, least = 14 * 14;
    for (let i = 0; i < data.words.length; i++) {
      const [px, py] = place(model, i);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  }

  document.getElementById('word-list').append(...data.words.map((word) => new Option(word)));
  input.addEventListener('input', search);
  input.form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
  });
  maps.forEach((map, model) => {
    const svg = map.querySelector('svg');
    svg.addEventListener('pointermove', (event) => draw(under(map, model, event)));
    svg.addEventListener('pointerleave', () => draw(-1));
    svg.addEventListener('click', (event) => {
      const i = under(map, model, event);
      if (i >= 0) select(i, true);
    });
  });
  window.addEventListener('hashchange', fromAddress);
  if (!fromAddress()) select(data.start, false);
})();
