/* report_page.c: headings, paragraphs, lists and tables, as HTML or as Markdown. */
#include "eval/report_page.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void page_release(struct page *p)
{
    mem_free(p->columns);
}

bool page_draws(const struct page *p)
{
    return p->form == PAGE_HTML;
}

static bool is_html(const struct page *p)
{
    return p->form == PAGE_HTML;
}

static void html_text(struct output *out, const char *text)
{
    static const char *const entities[128] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < 128 && entities[c])
            output_print(out, "%s", entities[c]);
        else
            output_write(out, c < ' ' || c == 127 ? " " : text, 1);
    }
}

/* On one line. */
static void markdown_text(struct output *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_{}[]<>#|&~", *text))
            output_write(out, "\\", 1);
        output_write(out, (unsigned char)*text < ' ' ? " " : text, 1);
    }
}

void page_text(struct page *p, const char *text)
{
    if (is_html(p))
        html_text(p->out, text);
    else
        markdown_text(p->out, text);
}

/* `before` and `after` are markup of the form, the text between them is escaped. */
static void print_between(struct page *p, const char *before, const char *after, const char *format, va_list arguments)
{
    char text[512], *long_text = NULL;
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(text, sizeof text, format, arguments);
    if (length >= (int)sizeof text) {
        long_text = mem_new((size_t)length + 1, 1, "text");
        vsnprintf(long_text, (size_t)length + 1, format, again);
    }
    va_end(again);
    output_print(p->out, "%s", before);
    page_text(p, long_text ? long_text : text);
    output_print(p->out, "%s", after);
    mem_free(long_text);
}

#define PRINT_BETWEEN(p, before, after, format)                                                                        \
    do {                                                                                                               \
        va_list arguments;                                                                                             \
        va_start(arguments, format);                                                                                   \
        print_between(p, before, after, format, arguments);                                                            \
        va_end(arguments);                                                                                             \
    } while (0)

void page_heading(struct page *p, int level, const char *id, const char *format, ...)
{
    char before[80], after[16];
    if (is_html(p)) {
        snprintf(before, sizeof before, id ? "<h%d id=\"%s\">" : "<h%d>", level, id);
        snprintf(after, sizeof after, "</h%d>\n", level);
    } else {
        snprintf(before, sizeof before, "%.*s ", level, "####");
        snprintf(after, sizeof after, "\n\n");
    }
    PRINT_BETWEEN(p, before, after, format);
}

void page_paragraph(struct page *p, const char *format, ...)
{
    PRINT_BETWEEN(p, is_html(p) ? "<p>" : "", is_html(p) ? "</p>\n" : "\n\n", format);
}

void page_note(struct page *p, const char *format, ...)
{
    PRINT_BETWEEN(p, is_html(p) ? "<p class=\"soft\">" : "", is_html(p) ? "</p>\n" : "\n\n", format);
}

void page_labelled(struct page *p, const char *label, const char *text)
{
    output_print(p->out, is_html(p) ? "<p><strong>" : "**");
    page_text(p, label);
    output_print(p->out, is_html(p) ? "</strong> " : "** ");
    page_text(p, text);
    output_print(p->out, is_html(p) ? "</p>\n" : "\n\n");
}

/* ---- lists ---- */

void page_list_begin(struct page *p)
{
    output_print(p->out, is_html(p) ? "<ul>\n" : "");
}

void page_item(struct page *p, const char *format, ...)
{
    PRINT_BETWEEN(p, is_html(p) ? "<li>" : "- ", is_html(p) ? "</li>\n" : "\n", format);
}

void page_list_end(struct page *p)
{
    output_print(p->out, is_html(p) ? "</ul>\n" : "\n");
}

void page_verdict(struct page *p, const char *mark, const char *id, const char *title, const char *verdict,
                  const char *words)
{
    const char *const html[] = {"<li><strong>", " <a href=\"#", "\">", "</a>. ", "</strong><br><b class=\"verdict\">",
                                ".</b> ",       "</li>\n"};
    const char *const markdown[] = {"- **", " ", "", ". ", ".** **", ".** ", "\n"};
    const char *const *between = is_html(p) ? html : markdown;
    const char *const texts[] = {mark, id, is_html(p) ? id : "", title, verdict, words};
    for (int i = 0; i < 6; i++) {
        output_print(p->out, "%s", between[i]);
        page_text(p, texts[i]);
    }
    output_print(p->out, "%s", between[6]);
}

/* ---- tables ---- */

/* A wide table scrolls, by keyboard too: the region takes the focus. */
void page_table_begin(struct page *p, const char *caption, const char *first)
{
    p->head = true;
    p->column_count = 0;
    if (is_html(p)) {
        output_print(p->out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"");
        page_text(p, caption);
        output_print(p->out, "\"><table>\n<caption>");
        page_text(p, caption);
        output_print(p->out, "</caption>\n<thead><tr>");
    } else {
        page_text(p, caption);
        output_print(p->out, "\n\n|");
    }
    page_column(p, first, true);
}

void page_column(struct page *p, const char *title, bool text)
{
    p->columns = mem_grow(p->columns, (size_t)p->column_count + 1, 1, "columns of a table");
    p->columns[p->column_count++] = text ? 't' : 'n';
    if (is_html(p))
        output_print(p->out, text ? "<th scope=\"col\" class=\"text\">" : "<th scope=\"col\">");
    else
        output_print(p->out, " ");
    page_text(p, title);
    output_print(p->out, is_html(p) ? "</th>" : " |");
}

static void end_row(struct page *p)
{
    if (!p->head) {
        output_print(p->out, is_html(p) ? "</tr>\n" : "\n");
    } else if (is_html(p)) {
        output_print(p->out, "</tr></thead>\n<tbody>\n");
    } else {
        output_print(p->out, "\n|");
        for (int i = 0; i < p->column_count; i++)
            output_print(p->out, p->columns[i] == 't' ? ":--|" : "--:|");
        output_print(p->out, "\n");
    }
    p->head = false;
    p->column = 1;
}

void page_row(struct page *p, bool group, const char *format, ...)
{
    end_row(p);
    const char *html = group ? "<tr class=\"group\"><th scope=\"row\">" : "<tr><th scope=\"row\">";
    PRINT_BETWEEN(p, is_html(p) ? html : "| ", is_html(p) ? "</th>" : " |", format);
}

void page_cell(struct page *p, const char *format, ...)
{
    bool text = p->column < p->column_count && p->columns[p->column] == 't';
    p->column++;
    const char *html = text ? "<td class=\"text\">" : "<td>";
    PRINT_BETWEEN(p, is_html(p) ? html : " ", is_html(p) ? "</td>" : " |", format);
}

void page_score(struct page *p, bool best, const char *text, const char *line1, const char *line2, const char *line3)
{
    const char *lines[] = {line1, line2, line3};
    p->column++;
    if (is_html(p))
        output_print(p->out, best ? "<td class=\"best\"><span class=\"score\">" : "<td><span class=\"score\">");
    else
        output_print(p->out, best ? " **" : " ");
    page_text(p, text);
    output_print(p->out, is_html(p) ? "</span>" : best ? "**" : "");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!lines[i] || !lines[i][0])
            continue;
        const char *class = lines[i][0] == '[' ? "more range" : "more";
        if (is_html(p))
            output_print(p->out, "<span class=\"%s\">", class);
        else
            output_print(p->out, "<br>");
        page_text(p, lines[i]);
        output_print(p->out, is_html(p) ? "</span>" : "");
    }
    output_print(p->out, is_html(p) ? "</td>" : " |");
}

void page_table_end(struct page *p)
{
    end_row(p);
    output_print(p->out, is_html(p) ? "</tbody></table></div>\n" : "\n");
}

/* ---- numbers ---- */

char *format_number(char text[40], double x, int digits)
{
    char plain[32];
    if (!isfinite(x)) {
        strcpy(text, "–");
        return text;
    }
    snprintf(plain, sizeof plain, "%.*f", digits, fabs(x));
    bool negative = x < 0 && strspn(plain, "0.") < strlen(plain); /* no minus before zero */
    snprintf(text, 40, "%s%s", negative ? "−" : "", plain);
    return text;
}

char *format_interval(char text[80], double low, double high, int digits)
{
    char a[40], b[40];
    text[0] = '\0';
    if (isfinite(low) && isfinite(high))
        snprintf(text, 80, "[%.30s, %.30s]", format_number(a, low, digits), format_number(b, high, digits));
    return text;
}

char *format_amount(char text[40], double x)
{
    if (!isfinite(x))
        snprintf(text, 40, "?");
    else if (x >= 1e9)
        snprintf(text, 40, "%.2f G", x / 1e9);
    else if (x >= 1e6)
        snprintf(text, 40, "%.2f M", x / 1e6);
    else if (x >= 1e4)
        snprintf(text, 40, "%.1f k", x / 1e3);
    else
        snprintf(text, 40, "%.0f", x);
    return text;
}

char *format_seconds(char text[40], double seconds)
{
    if (!isfinite(seconds) || seconds > 1e9)
        snprintf(text, 40, "?");
    else if (seconds < 60)
        snprintf(text, 40, "%.1f s", seconds);
    else if (seconds < 3600)
        snprintf(text, 40, "%ld min %02ld s", (long)seconds / 60, (long)seconds % 60);
    else
        snprintf(text, 40, "%ld h %02ld min", (long)seconds / 3600, (long)seconds / 60 % 60);
    return text;
}

char *format_p(char text[40], double p)
{
    if (!isfinite(p))
        snprintf(text, 40, "–");
    else if (p < 0.001)
        snprintf(text, 40, "< 0.001");
    else
        snprintf(text, 40, p < 0.1 ? "%.3f" : "%.2f", p);
    return text;
}
