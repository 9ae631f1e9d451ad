/* probe.h: what the probes of one text share: a view's states, which take longer than the probes themselves. */
#ifndef EMBEDLAB_EVAL_TASKS_PROBE_H
#define EMBEDLAB_EVAL_TASKS_PROBE_H

struct probe_states;
void probe_states_free(struct probe_states *s); /* NULL is allowed */

#endif
