#include "trainers/contrastive/record.h"

#include <string.h>

#include "nn/kernels.h"

bool training_log_open(struct training_log *l, const char *path, struct error *err)
{
    *l = (struct training_log){.path = path};
    return run_log_open(&l->file, path, false, err);
}

void training_log_start(struct training_log *l, long steps, long batch)
{
    l->steps = steps;
    l->batch = batch;
    l->progress = progress_start("contrastive", "sentences", (double)steps * (double)batch);
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
    l->sum.step = s->step;
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
                "%scontrastive: step %ld: the vectors have collapsed: different sentences have a mean cosine "
                "of %.3f. Try a smaller --lr or a longer --warmup\n",
                l->progress.terminal ? "\n" : "", p.step, p.mean_cosine);
        l->collapsed = true;
    }
}

static void format_detail(const struct curve_point *p, char *text, size_t size)
{
    snprintf(text, size, "step %ld, loss %.4f, alignment %.3f, uniformity %.2f, mean cosine %.3f", p->step, p->loss,
             p->alignment, p->uniformity, p->mean_cosine);
}

bool training_log_report(const struct training_step *step, void *context)
{
    struct training_log *l = context;
    l->done = step->step;
    add_step(l, step);
    if (l->file)
        fprintf(l->file,
                "{\"step\": %ld, \"loss\": %.9g, \"lr\": %.6g, \"gradient_norm\": %.6g, \"alignment\": %.6g, "
                "\"uniformity\": %.6g, \"mean_cosine\": %.6g, \"seconds\": %.3f}\n",
                step->step, step->loss, step->lr, step->gradient_norm, step->measures.alignment,
                step->measures.uniformity, step->measures.mean_cosine, run_clock() - l->progress.start);
    struct curve_point now = average(&l->sum, l->summed);
    char text[160];
    format_detail(&now, text, sizeof text);
    progress_update(&l->progress, (double)step->step * (double)l->batch, text);
    if (step->step * CURVE_POINTS / l->steps != (step->step - 1) * CURVE_POINTS / l->steps)
        end_stretch(l);
    l->interrupted = run_interrupted() && step->step < l->steps;
    return !l->interrupted;
}

bool training_log_close(struct training_log *l, bool finished, double *rate, struct error *err)
{
    end_stretch(l);
    if (finished || l->progress.terminal) {
        char text[160] = "";
        if (l->points)
            format_detail(&l->curve[l->points - 1], text, sizeof text);
        *rate = progress_end(&l->progress, (double)l->done * (double)l->batch, text);
    }
    struct error unlogged; /* of a run that failed the first reason is kept */
    bool logged = run_log_close(l->file, l->path, finished ? err : &unlogged);
    return logged || !finished;
}

/* ---- training.json ---- */

static void add_corpus(cJSON *json, const struct sentences *s, const char *name)
{
    cJSON *corpus = tokens_record(s->corpus, name);
    cJSON_AddItemToObject(json, "corpus", corpus);
    cJSON_AddNumberToObject(corpus, "lines", (double)s->corpus->lines);
    cJSON_AddNumberToObject(corpus, "lines_too_short", (double)s->too_short);
    cJSON_AddNumberToObject(corpus, "sentences", s->count);
}

static void add_curve(cJSON *json, const struct training_log *l)
{
    cJSON *curve = cJSON_AddArrayToObject(json, "curve");
    for (int i = 0; i < l->points; i++) {
        const struct curve_point *p = &l->curve[i];
        cJSON *point = cJSON_CreateObject();
        cJSON_AddNumberToObject(point, "step", (double)p->step);
        cJSON_AddNumberToObject(point, "loss", p->loss);
        cJSON_AddNumberToObject(point, "alignment", p->alignment);
        cJSON_AddNumberToObject(point, "uniformity", p->uniformity);
        cJSON_AddNumberToObject(point, "mean_cosine", p->mean_cosine);
        cJSON_AddItemToArray(curve, point);
    }
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

cJSON *training_record(const struct training_log *l, cJSON *options, const struct sentences *s, const char *corpus,
                       const struct encoder *e, long initialized, int threads, double seconds)
{
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "program", "contrastive");
    cJSON_AddStringToObject(json, "version", EMBEDLAB_VERSION);
    bool published = cJSON_GetNumberValue(cJSON_GetObjectItem(options, "word-dropout")) == 0;
    cJSON_AddStringToObject(json, "objective",
                            published
                                ? "unsupervised SimCSE: two dropout views, in-batch negatives"
                                : "unsupervised SimCSE with whole-word dropout: two dropout views, in-batch negatives");
    cJSON_AddItemToObject(json, "options", options);
    add_corpus(json, s, corpus);
    cJSON_AddNumberToObject(json, "vocabulary", tokenizer_size(e->model->tokenizer));
    cJSON_AddNumberToObject(json, "parameters", count_parameters(e->model));
    cJSON_AddNumberToObject(json, "embeddings_initialized", (double)initialized);
    cJSON_AddNumberToObject(json, "batch", (double)l->batch);
    cJSON_AddNumberToObject(json, "steps", (double)l->done);
    cJSON_AddBoolToObject(json, "interrupted", l->interrupted);
    cJSON_AddBoolToObject(json, "collapsed", l->collapsed);
    cJSON_AddNumberToObject(json, "threads", threads);
    cJSON_AddBoolToObject(json, "deterministic", true);
    cJSON_AddStringToObject(json, "kernels", nn_kernels()->name);
    add_curve(json, l);
    cJSON_AddNumberToObject(json, "seconds", seconds);
    cJSON_AddNumberToObject(json, "sentences_per_second", (double)l->done * (double)l->batch / seconds);
    return json;
}
