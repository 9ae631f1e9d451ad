/* report_assets.c: the page's style and script, whose bytes the Makefile turns into numbers. */
#include "eval/report_print.h"

const unsigned char report_style[] = {
#include "eval/report.css.bytes"
};
const unsigned char report_script[] = {
#include "eval/report.js.bytes"
};
const size_t report_style_size = sizeof report_style, report_script_size = sizeof report_script;
