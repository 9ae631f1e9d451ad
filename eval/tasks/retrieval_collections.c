/* retrieval_collections.c: CISI, Cranfield and SciFact as their authors laid them out. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "eval/tasks/retrieval_parts.h"
#include "eval/tasks/zip.h"
#include "text/table_reader.h"

#define FILE_LIMIT ((size_t)1 << 30)

/* ---- SMART ---- */

/* Title and text between .I lines; other sections (authors, references) are passed over. */
bool retrieval_read_smart(struct retrieval_data *r, const char *path, bool query, struct error *err)
{
    size_t size;
    char *all = file_read(path, FILE_LIMIT, &size, err);
    if (!all)
        return false;
    char *text = mem_new(size + 1, 1, "documents"), name[32] = "";
    size_t length = 0;
    bool good = true, taken = false;
    for (char *line = all, *next; good && *line; line = next) {
        size_t end = strcspn(line, "\n");
        next = line + end + (line[end] == '\n');
        if (line[0] == '.' && isupper((unsigned char)line[1])) {
            taken = line[1] == 'T' || line[1] == 'W';
            if (line[1] != 'I')
                continue;
            good = name[0] == '\0' || retrieval_add_text(r, query, name, strlen(name), text, length);
            length = 0;
            size_t skipped = 2 + strspn(line + 2, " \t"), number = strcspn(line + skipped, " \t\r\n");
            if (good && (number == 0 || number >= sizeof name))
                good = error_set(err, "%s: offset %zu: expected a number behind .I", path, (size_t)(line - all));
            if (good)
                snprintf(name, sizeof name, "%.*s", (int)number, line + skipped);
        } else if (taken) {
            memcpy(text + length, line, end);
            length += end;
            text[length++] = ' ';
        }
    }
    if (good && name[0] == '\0')
        good = error_set(err, "%s: expected documents that begin with .I", path);
    if (good)
        good = retrieval_add_text(r, query, name, strlen(name), text, length);
    if (!good && err->message[0] == '\0')
        error_set(err, "%s: .I %s is there twice", path, name);
    mem_free(text);
    mem_free(all);
    return good;
}

/* ---- Cranfield ---- */

/* What stands between <tag> and </tag> behind `at`, before `end`; NULL: nothing. */
static const char *element(const char *at, const char *end, const char *tag, size_t *length)
{
    char open[16], close[16];
    snprintf(open, sizeof open, "<%s>", tag);
    snprintf(close, sizeof close, "</%s>", tag);
    const char *start = strstr(at, open);
    if (!start || start >= end)
        return NULL;
    start += strlen(open);
    const char *stop = strstr(start, close);
    if (!stop || stop > end)
        return NULL;
    *length = (size_t)(stop - start);
    return start;
}

/* <doc> with <docno> and <text>, which begins with the title; or <top> with a <title>, named by its place. */
bool retrieval_read_cranfield(struct retrieval_data *r, const char *path, bool query, struct error *err)
{
    size_t size;
    char *all = file_read(path, FILE_LIMIT, &size, err);
    if (!all)
        return false;
    bool good = true;
    int place = 0;
    size_t length;
    const char *item;
    for (const char *at = all; good && (item = element(at, all + size, query ? "top" : "doc", &length)) != NULL;
         at = item + length) {
        const char *end = item + length;
        size_t name_length = 0, text_length;
        char number[16];
        const char *text = element(item, end, query ? "title" : "text", &text_length);
        const char *name = query ? number : element(item, end, "docno", &name_length);
        if (query)
            name_length = (size_t)snprintf(number, sizeof number, "%d", ++place);
        good = text && name && retrieval_add_text(r, query, name, name_length, text, text_length);
        if (!good)
            error_set(err, "%s: offset %zu: expected %s", path, (size_t)(item - all),
                      query ? "a <title> in the <top>" : "a <docno> that is new and a <text> in the <doc>");
    }
    if (good && (query ? r->query_count : r->document_count) == 0)
        good = error_set(err, "%s: expected %s", path, query ? "<top> elements" : "<doc> elements");
    mem_free(all);
    return good;
}

/* ---- SciFact ---- */

/* "['A sentence.'\n 'Another one.']" without what NumPy put around the sentences; in place. */
static size_t unwrap(char *text)
{
    size_t kept = 0;
    for (char *line = text, *next; *line; line = next) {
        char *end = line + strcspn(line, "\n");
        next = end + (*end == '\n');
        line += strspn(line, " [");
        while (end > line && strchr(" ]\r", end[-1]))
            end--;
        line += end > line && (*line == '\'' || *line == '"');
        end -= end > line && (end[-1] == '\'' || end[-1] == '"');
        memmove(text + kept, line, (size_t)(end - line));
        kept += (size_t)(end - line);
        if (*next) /* never more than what was there */
            text[kept++] = ' ';
    }
    text[kept] = '\0';
    return kept;
}

static void add_abstract(struct retrieval_data *r, const struct table_cell c[3])
{
    char *abstract = mem_string_n(c[2].text, c[2].length);
    abstract[unwrap(abstract)] = '\0';
    char *text = mem_format("%s %s", c[1].text, abstract);
    retrieval_add_text(r, false, c[0].text, c[0].length, text, strlen(text));
    mem_free(abstract);
    mem_free(text);
}

/* A claim, which has a row for each piece of evidence, and the abstracts in "[1 2]". */
static bool add_claim(struct retrieval_data *r, const struct table_cell c[3], const char *name, long line,
                      struct error *err)
{
    retrieval_add_text(r, true, c[0].text, c[0].length, c[1].text, c[1].length); /* false: there already */
    for (const char *at = c[2].text; *(at += strcspn(at, "0123456789")) != '\0';) {
        size_t length = strspn(at, "0123456789");
        int query = vocab_lookup(r->query_names, c[0].text, c[0].length);
        int document = vocab_lookup(r->document_names, at, length);
        if (query < 0 || document < 0)
            return error_set(err, "%s: line %ld: there is no abstract %.*s", name, line, (int)length, at);
        retrieval_add_judgement(r, query, document, 1);
        at += length;
    }
    return true;
}

bool retrieval_read_scifact(struct retrieval_data *r, const char *path, struct error *err)
{
    static const char *const members[] = {"corpus_train.csv", "claims_validation.csv"};
    static const char *const columns[] = {"doc_id,title,abstract", "id,claim,cited_doc_ids"};
    bool good = true;
    for (int claims = 0; claims < 2 && good; claims++) {
        size_t size;
        char *text = zip_member(path, members[claims], FILE_LIMIT, &size, err);
        if (!text)
            return false;
        struct table_reader *t =
            table_reader_open_text(members[claims], text, size, TABLE_CSV, columns[claims], err);
        const struct table_cell *c;
        int count;
        good = t != NULL;
        while (good && (c = table_reader_row(t, &count)) != NULL)
            if (claims)
                good = add_claim(r, c, members[1], table_reader_line(t), err);
            else
                add_abstract(r, c);
        good = good && !table_reader_failed(t, err);
        if (!good)
            error_prefix(err, "%s", path);
        table_reader_close(t);
        mem_free(text);
    }
    return good;
}
