/* report_page.h: what a report is written with, as HTML or as Markdown.
 *
 * A section is written once, by calls that both forms know: headings, paragraphs, lists, tables.
 * Charts are drawn where the form has them; their numbers stand in tables, too. All text is escaped
 * here, so that sections pass on what files say as it is. */
#ifndef EMBEDLAB_EVAL_REPORT_PAGE_H
#define EMBEDLAB_EVAL_REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/file.h"

enum page_form { PAGE_HTML, PAGE_MARKDOWN };

struct page {
    enum page_form form;
    struct output *out; /* borrowed */
    char *columns;      /* owned; of the table being written: 't'ext or 'n'umbers */
    int column_count, column;
    bool head, list; /* in a table's head, in a list */
};

void page_release(struct page *p);

/* Text from anywhere, with nothing in it that the form takes for markup. */
void page_text(struct page *p, const char *text);

/* Has the form charts? */
bool page_draws(const struct page *p);

/* Level 1 to 4. `id` is the place's name for links, or NULL. */
void page_heading(struct page *p, int level, const char *id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* An item of a list of verdicts: a mark, the name of a place on the page and its title, the verdict, words. */
void page_verdict(struct page *p, const char *mark, const char *id, const char *title, const char *verdict,
                  const char *words);

/* A paragraph; page_note: of less weight; page_labelled: begins with a label in bold. */
void page_paragraph(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_note(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_labelled(struct page *p, const char *label, const char *text);

/* A list: page_list_begin, items, page_list_end. */
void page_list_begin(struct page *p);
void page_item(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_list_end(struct page *p);

/* A table: page_table_begin, page_columns, then page_row and its cells, page_table_end. The first column
 * names the rows. */
void page_table_begin(struct page *p, const char *caption, const char *first);
void page_column(struct page *p, const char *title, bool text);
void page_row(struct page *p, bool group, const char *format, ...) __attribute__((format(printf, 3, 4)));
void page_cell(struct page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A cell with a main line and smaller ones below it; best: it is marked. NULL lines are left out. */
void page_score(struct page *p, bool best, const char *text, const char *line1, const char *line2, const char *line3);
void page_table_end(struct page *p);

/* ---- numbers ---- */

/* x with `digits` decimals and a real minus sign; "–" for NaN. */
char *format_number(char text[40], double x, int digits);

/* "[low, high]"; empty where either is NaN. */
char *format_interval(char text[80], double low, double high, int digits);

/* "13.90 M", "36.9 k"; "?" for NaN. */
char *format_amount(char text[40], double x);

/* "5 min 12 s"; "?" for NaN. */
char *format_seconds(char text[40], double seconds);

/* "0.03", "< 0.001"; "–" for NaN. */
char *format_p(char text[40], double p);

#endif
