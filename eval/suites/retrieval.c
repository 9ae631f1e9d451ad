/* retrieval.c: benchmarks of search. */
#include "eval/benchmarks.h"
#include "eval/task.h"
#include "eval/tasks/retrieval_data.h"

static const enum retrieval_layout tables = RETRIEVAL_TABLES, smart = RETRIEVAL_SMART, cranfield = RETRIEVAL_CRANFIELD,
                                   scifact = RETRIEVAL_SCIFACT, captions = RETRIEVAL_CAPTIONS;

const struct benchmark suite_retrieval[] = {
    {.name = "cranfield", .title = "Cranfield: aerodynamics", .suite = SUITE_RETRIEVAL, .task = &task_retrieval,
     .path = "retrieval/cranfield/cran.all.1400.xml.gz",
     .files = (const char *const[]){"retrieval/cranfield/cran.qry.xml", "retrieval/cranfield/cranqrel.trec.txt", NULL},
     .layout = &cranfield, .citation = "Cleverdon 1967",
     .address = "https://github.com/oussbenk/cranfield-trec-dataset", .licence = "research"},
    {.name = "cisi", .title = "CISI: library science", .suite = SUITE_RETRIEVAL, .task = &task_retrieval,
     .path = "retrieval/cisi/CISI.ALL.gz",
     .files = (const char *const[]){"retrieval/cisi/CISI.QRY", "retrieval/cisi/CISI.REL", NULL}, .layout = &smart,
     .citation = "Fox 1983", .address = "http://ir.dcs.gla.ac.uk/resources/test_collections/cisi/",
     .licence = "research"},
    {.name = "scifact", .title = "SciFact: abstracts for claims", .suite = SUITE_RETRIEVAL, .task = &task_retrieval,
     .path = "retrieval/scifact/scifact.zip", .files = (const char *const[]){NULL}, .layout = &scifact,
     .mteb = "SciFact", .citation = "Wadden et al. 2020", .address = "https://github.com/allenai/scifact",
     .licence = "CC BY-NC 2.0"},
    {.name = "captions", .title = "Flickr30k: other captions of the image", .suite = SUITE_RETRIEVAL,
     .task = &task_retrieval, .path = "pairs/multi30k-captions/test_2016.1.en.gz",
     .files = (const char *const[]){"pairs/multi30k-captions/test_2016.2.en.gz",
                                    "pairs/multi30k-captions/test_2016.3.en.gz",
                                    "pairs/multi30k-captions/test_2016.4.en.gz",
                                    "pairs/multi30k-captions/test_2016.5.en.gz", NULL},
     .layout = &captions, .citation = "Young et al. 2014; Elliott et al. 2016",
     .address = "https://github.com/multi30k/dataset (data/task2/raw)", .licence = "research, non-commercial"},
    {.name = "world-retrieval", .title = "World: documents", .suite = SUITE_WORLD, .task = &task_retrieval,
     .path = "retrieval/world-documents.tsv",
     .files = (const char *const[]){"retrieval/world-queries.tsv", "retrieval/world-qrels.tsv", NULL},
     .layout = &tables, .citation = "embedlab", .address = "made by `corpus world`, not downloaded", .licence = "MIT"},
    {.name = NULL},
};
