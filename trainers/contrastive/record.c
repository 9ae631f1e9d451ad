#include "trainers/contrastive/record.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "model/run_state.h"
#include "nn/kernels.h"

bool training_log_open(struct training_log *l, const char *path, struct error *err)
{
    l->path = path;
    return (l->first == 0 || run_log_cut(path, "dev", l->first, err)) &&
           run_log_open(&l->file, path, l->first > 0, err);
}

void training_log_start(struct training_log *l, long steps, long batch)
{
    l->steps = steps;
    l->batch = batch;
    l->progress = progress_start("contrastive", "rows", (double)(steps - l->first) * (double)batch);
}

void training_log_release(struct training_log *l)
{
    mem_free(l->dev);
    l->dev = NULL;
}

double training_log_seconds(const struct training_log *l)
{
    return l->seconds + run_clock() - l->progress.start;
}

/* ---- the curve ---- */

static struct curve_point average(const struct curve_point *sum, long count)
{
    double n = (double)count;
    return (struct curve_point){sum->step, sum->loss / n, sum->alignment / n, sum->uniformity / n,
                                sum->mean_cosine / n};
}

static void add_step(struct training_log *l, const struct training_step *s)
{
    l->sum.step = (double)s->step;
    l->sum.loss += s->loss;
    l->sum.alignment += s->measures.alignment;
    l->sum.uniformity += s->measures.uniformity;
    l->sum.mean_cosine += s->measures.mean_cosine;
    l->summed++;
}

/* Closes the stretch; says once when all sentences have come to look alike. */
static void end_stretch(struct training_log *l)
{
    if (l->summed == 0 || l->points == CURVE_POINTS)
        return;
    struct curve_point p = average(&l->sum, l->summed);
    l->curve[l->points++] = p;
    l->sum = (struct curve_point){0};
    l->summed = 0;
    if (p.mean_cosine > COLLAPSED && !l->collapsed) {
        fprintf(stderr,
                "%scontrastive: step %.0f: the vectors have collapsed: different sentences have a mean cosine "
                "of %.3f. Try a smaller --lr or a longer --warmup\n",
                l->progress.terminal ? "\n" : "", p.step, p.mean_cosine);
        l->collapsed = true;
    }
}

/* ---- while it runs ---- */

static void format_detail(const struct training_log *l, const struct curve_point *p, char *text, size_t size)
{
    int used = snprintf(text, size, "step %.0f, loss %.4f", p->step, p->loss);
    if (isfinite(p->alignment))
        used += snprintf(text + used, size - (size_t)used, ", alignment %.3f", p->alignment);
    used += snprintf(text + used, size - (size_t)used, ", uniformity %.2f, mean cosine %.3f", p->uniformity,
                     p->mean_cosine);
    if (l->dev_points)
        snprintf(text + used, size - (size_t)used, ", dev %.4f", l->dev[l->dev_points - 1].score);
}

static void write_step(const struct training_log *l, const struct training_step *s)
{
    fprintf(l->file, "{\"step\": %ld, \"loss\": %.9g, \"lr\": %.6g, \"gradient_norm\": %.6g, ", s->step, s->loss, s->lr,
            s->gradient_norm);
    if (isfinite(s->measures.alignment))
        fprintf(l->file, "\"alignment\": %.6g, ", s->measures.alignment);
    fprintf(l->file, "\"uniformity\": %.6g, \"mean_cosine\": %.6g, \"seconds\": %.3f}\n", s->measures.uniformity,
            s->measures.mean_cosine, training_log_seconds(l));
}

void training_log_step(struct training_log *l, const struct training_step *step)
{
    add_step(l, step);
    if (l->file)
        write_step(l, step);
    struct curve_point now = average(&l->sum, l->summed);
    char text[192];
    format_detail(l, &now, text, sizeof text);
    progress_update(&l->progress, (double)(step->step - l->first) * (double)l->batch, text);
    if (step->step * CURVE_POINTS / l->steps != (step->step - 1) * CURVE_POINTS / l->steps)
        end_stretch(l);
}

bool training_log_dev(struct training_log *l, long step, double score)
{
    if (l->dev_points == l->dev_capacity) {
        l->dev_capacity = (long)mem_capacity((size_t)l->dev_capacity, (size_t)l->dev_points + 1);
        l->dev = mem_grow(l->dev, (size_t)l->dev_capacity, sizeof *l->dev, "curve of the dev set");
    }
    struct dev_point p = {(double)step, score};
    l->dev[l->dev_points++] = p;
    if (l->file)
        fprintf(l->file, "{\"dev\": {\"step\": %ld, \"spearman\": %.9g}}\n", step, score);
    bool best = l->best.step < 0 || score > l->best.score;
    if (best)
        l->best = p;
    return best;
}

bool training_log_close(struct training_log *l, long done, bool finished, double *rate, struct error *err)
{
    if (finished)
        end_stretch(l);
    if (finished || l->progress.terminal) {
        char text[192] = "";
        if (l->points)
            format_detail(l, &l->curve[l->points - 1], text, sizeof text);
        *rate = progress_end(&l->progress, (double)(done - l->first) * (double)l->batch, text);
    }
    struct error unlogged; /* of a run that failed the first reason is kept */
    bool logged = run_log_close(l->file, l->path, finished ? err : &unlogged);
    return logged || !finished;
}

/* ---- as a part of the state ---- */

/* points[count], each of `values` numbers, as an array of arrays. */
static void put_points(cJSON *json, const char *name, const double *points, long count, int values)
{
    cJSON *list = cJSON_AddArrayToObject(json, name);
    for (long i = 0; i < count; i++) {
        cJSON *point = cJSON_CreateArray();
        for (int v = 0; v < values; v++)
            cJSON_AddItemToArray(point, run_position_number(points[i * values + v]));
        cJSON_AddItemToArray(list, point);
    }
}

cJSON *training_log_save(const struct training_log *l)
{
    cJSON *json = cJSON_CreateObject();
    put_points(json, "curve", &l->curve[0].step, l->points, CURVE_VALUES);
    put_points(json, "sum", &l->sum.step, 1, CURVE_VALUES);
    put_points(json, "dev", l->dev ? &l->dev[0].step : NULL, l->dev_points, DEV_VALUES);
    cJSON_AddNumberToObject(json, "summed", (double)l->summed);
    cJSON_AddBoolToObject(json, "collapsed", l->collapsed);
    cJSON_AddItemToObject(json, "seconds", run_position_number(training_log_seconds(l)));
    return json;
}

/* Up to `most` points back; their number, or -1 and *err. A null is a NaN. */
static long get_points(const cJSON *json, const char *path, const char *name, double *points, long most, int values,
                       struct error *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, name), *point, *value;
    long count = 0;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) > most)
        return error_set(err, "%s: expected \"%s\" to be an array of at most %ld points", path, name, most), -1;
    cJSON_ArrayForEach(point, list)
    {
        int read = 0;
        cJSON_ArrayForEach(value, point)
            if (read < values && (cJSON_IsNumber(value) || cJSON_IsNull(value)))
                points[count * values + read++] = cJSON_IsNumber(value) ? value->valuedouble : NAN;
        if (read != values || cJSON_GetArraySize(point) != values)
            return error_set(err, "%s: \"%s\": expected points of %d numbers", path, name, values), -1;
        count++;
    }
    return count;
}

bool training_log_load(struct training_log *l, const cJSON *json, const char *path, long step, struct error *err)
{
    struct dev_point *dev = mem_new((size_t)step + 1, sizeof *dev, "curve of the dev set");
    long long summed;
    long points = get_points(json, path, "curve", &l->curve[0].step, CURVE_POINTS, CURVE_VALUES, err);
    long devs = points < 0 ? -1 : get_points(json, path, "dev", &dev[0].step, step + 1, DEV_VALUES, err);
    bool good = devs >= 0 && get_points(json, path, "sum", &l->sum.step, 1, CURVE_VALUES, err) >= 0 &&
                json_get_integer(json, path, "summed", 0, step, &summed, err) &&
                json_get_bool(json, path, "collapsed", &l->collapsed, err) &&
                json_get_number(json, path, "seconds", 0, 1e12, &l->seconds, err);
    if (good) {
        l->points = (int)points;
        l->summed = (long)summed;
        l->first = step;
        for (long i = 0; i < devs; i++)
            training_log_dev(l, (long)dev[i].step, dev[i].score);
    }
    mem_free(dev);
    return good;
}

/* ---- training.json ---- */

static void add_number(cJSON *json, const char *name, double value)
{
    if (isfinite(value))
        cJSON_AddNumberToObject(json, name, value);
}

static void add_curves(cJSON *json, const struct training_log *l)
{
    cJSON *curve = cJSON_AddArrayToObject(json, "curve");
    for (int i = 0; i < l->points; i++) {
        const struct curve_point *p = &l->curve[i];
        cJSON *point = cJSON_CreateObject();
        add_number(point, "step", p->step);
        add_number(point, "loss", p->loss);
        add_number(point, "alignment", p->alignment);
        add_number(point, "uniformity", p->uniformity);
        add_number(point, "mean_cosine", p->mean_cosine);
        cJSON_AddItemToArray(curve, point);
    }
    if (!l->dev_points)
        return;
    curve = cJSON_AddArrayToObject(json, "dev");
    for (long i = 0; i < l->dev_points; i++) {
        cJSON *point = cJSON_CreateObject();
        add_number(point, "step", l->dev[i].step);
        add_number(point, "spearman", l->dev[i].score);
        cJSON_AddItemToArray(curve, point);
    }
    cJSON *best = cJSON_AddObjectToObject(json, "kept");
    add_number(best, "step", l->best.step);
    add_number(best, "spearman", l->best.score);
}

static double count_parameters(const struct model *m)
{
    if (!m->transformer)
        return (double)m->table.rows * m->table.columns;
    int count;
    const struct parameter *p = transformer_parameters(m->transformer, &count);
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += (double)p[i].size;
    return sum;
}

cJSON *training_record(const struct training_record *r)
{
    const struct training *t = r->training;
    const struct training_log *l = r->log;
    const struct model *model = t->towers[0].encoder->model;
    double seconds = training_log_seconds(l);
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "program", "contrastive");
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    cJSON_AddStringToObject(json, "objective", t->objective->kind->title);
    cJSON_AddItemToObject(json, "options", r->options);
    cJSON_AddItemToObject(json, "corpus", cJSON_Duplicate(t->examples->record, true));
    cJSON_AddNumberToObject(json, "vocabulary", tokenizer_size(model->tokenizer));
    cJSON_AddNumberToObject(json, "parameters", t->tower_count * count_parameters(model));
    if (r->init)
        cJSON_AddStringToObject(json, "started_from", r->init);
    cJSON_AddNumberToObject(json, "embeddings_initialized", (double)r->initialized);
    cJSON_AddNumberToObject(json, "batch", (double)l->batch);
    cJSON_AddNumberToObject(json, "steps", (double)t->step);
    cJSON_AddBoolToObject(json, "interrupted", t->step < l->steps);
    cJSON_AddBoolToObject(json, "collapsed", l->collapsed);
    cJSON_AddNumberToObject(json, "threads", r->threads);
    cJSON_AddBoolToObject(json, "deterministic", true);
    cJSON_AddStringToObject(json, "kernels", nn_kernels()->name);
    add_curves(json, l);
    cJSON_AddNumberToObject(json, "seconds", seconds);
    cJSON_AddNumberToObject(json, "rows_per_second", (double)t->step * (double)l->batch / seconds);
    cJSON_AddNumberToObject(json, "tokens_per_second", t->tokens / seconds);
    return json;
}
