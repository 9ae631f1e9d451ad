/* readme.h: what README.txt in a world's folder says. */
#ifndef EMBEDLAB_CORPORA_WORLD_README_H
#define EMBEDLAB_CORPORA_WORLD_README_H

/* Lines; NULL at the end. */
extern const char *const world_readme[];

#endif
