/* transfer.h: how a benchmark of labelled sentences is laid out. */
#ifndef EMBEDLAB_EVAL_TASKS_TRANSFER_H
#define EMBEDLAB_EVAL_TASKS_TRANSFER_H

#include <stdbool.h>

struct transfer_layout {
    bool split;       /* path, files[0], files[1] = to score, to train on, to choose the ridge on (files[1] NULL: the
                         last tenth of files[0]); else path, files[0], ... each hold one class, and 10 folds are made */
    char label_end;   /* split: what ends the label at the beginning of a line */
    bool spaces;      /* split: the label is followed by more up to the next space, which is passed over */
    bool western;     /* bytes of Windows-1252, of which Latin-1 is a part; else UTF-8 */
};

#endif
