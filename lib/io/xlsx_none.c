/* A program without libxlsxwriter: nobody can have a workbook. */
#include "base/i18n.h"
#include "io/xlsx.h"

#ifndef SD_XLSX

int xlsx_is_built(void)
{
	return 0;
}

int xlsx_check(struct err *err)
{
	return err_set(err, STATUS_USAGE,
		       _("this sd was built without xlsx; install libxlsxwriter's development files and build it with 'make XLSX=yes'"));
}

struct xlsx *xlsx_new(const struct xlsx_options *o, struct err *err)
{
	(void)o;
	xlsx_check(err);
	return NULL;
}

void xlsx_free(struct xlsx *w) { (void)w; }
void xlsx_sheet(struct xlsx *w, const char *name) { (void)w, (void)name; }
void xlsx_column(struct xlsx *w, const char *title, int width) { (void)w, (void)title, (void)width; }
void xlsx_width(struct xlsx *w, int width) { (void)w, (void)width; }
void xlsx_row(struct xlsx *w) { (void)w; }
void xlsx_text(struct xlsx *w, const char *s) { (void)w, (void)s; }
void xlsx_styled(struct xlsx *w, const char *s, enum xlsx_style style) { (void)w, (void)s, (void)style; }
void xlsx_number(struct xlsx *w, double x, enum xlsx_style style) { (void)w, (void)x, (void)style; }
void xlsx_count(struct xlsx *w, uint64_t n) { (void)w, (void)n; }
void xlsx_share(struct xlsx *w, uint64_t n, uint64_t of) { (void)w, (void)n, (void)of; }
void xlsx_seconds(struct xlsx *w, double seconds) { (void)w, (void)seconds; }
void xlsx_time(struct xlsx *w, instant t, const struct zone *zone) { (void)w, (void)t, (void)zone; }
void xlsx_day(struct xlsx *w, int64_t days) { (void)w, (void)days; }
void xlsx_skip(struct xlsx *w) { (void)w; }
uint32_t xlsx_at(const struct xlsx *w) { (void)w; return 0; }
void xlsx_chart(struct xlsx *w, const struct xlsx_chart *chart) { (void)w, (void)chart; }
void xlsx_heat(struct xlsx *w, uint32_t first, uint16_t left, uint32_t last, uint16_t right)
{
	(void)w, (void)first, (void)left, (void)last, (void)right;
}
int xlsx_finish(struct xlsx *w, struct strbuf *out, struct err *err)
{
	(void)w, (void)out, (void)err;
	return -1;
}

#endif
