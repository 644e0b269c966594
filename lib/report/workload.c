#include "report/workload.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "domain/casestore.h"
#include "report/casepass.h"

struct reading {
	struct routing_load *load;
	struct classmap map;
	struct symbols symbols;
	struct casestore store;
	struct casestore_view view;
	struct casepass pass;
};

static int is_open(struct reading *r, size_t i)
{
	enum case_state state;

	casestore_unpack(&r->store, i, &r->view);
	history_sort(&r->view.history);
	casestate_run(&r->view.history, &state);
	return case_state_is_open(state);
}

static void sweep(void *ctx)
{
	struct reading *r = ctx;
	uint8_t *drop = mem_array(r->store.ncases + 1, 1);
	size_t i;

	for (i = 0; i < r->store.ncases; i++)
		drop[i] = !(r->store.one[i].flags & CASE_PARTIAL) && !is_open(r, i);
	casepass_drop(&r->pass, drop);
	free(drop);
}

static void note_newest(struct reading *r, const struct scan_batch *b, const struct scan_row *row)
{
	struct span department = scan_cell(b, row, COLUMN_DEPARTMENT);
	struct span owner = scan_cell(b, row, COLUMN_OWNER);
	struct strbuf d = STRBUF_INIT, o = STRBUF_INIT;

	if (!department.n || !owner.n)
		return;
	strbuf_add(&d, department.s, department.n);
	strbuf_add(&o, owner.s, owner.n);
	routing_load_newest(r->load, d.buf, o.buf);
	strbuf_release(&d);
	strbuf_release(&o);
}

static int on_rows(void *ctx, const struct scan_batch *b)
{
	struct reading *r = ctx;
	size_t i;

	for (i = 0; i < b->nrows; i++)
		if (b->row[i].event == EVENT_ASSIGN && b->row[i].flags & ROW_BY_SD)
			note_newest(r, b, &b->row[i]);
	return 0;
}

static void count_cases(struct reading *r)
{
	uint32_t class[COLUMN_MAX];
	size_t i;

	for (i = 0; i < r->store.ncases; i++) {
		const char *kind;

		if (!is_open(r, i))
			continue;
		history_class(&r->view.history, r->view.history.n, &r->map, class);
		kind = symbols_str(&r->symbols, COLUMN_KIND, class[r->map.slot[COLUMN_KIND]]);
		if (strcmp(kind, "duty") != 0 && strcmp(kind, "action") != 0)
			routing_load_add(r->load, symbols_str(&r->symbols, COLUMN_OWNER,
							      class[r->map.slot[COLUMN_OWNER]]), 1);
	}
}

int workload_read(struct routing_load *load, const char *path, const struct policy_set *set,
		  struct err *err)
{
	struct reading r = { .load = load, .view = CASESTORE_VIEW_INIT };
	struct findings untold = FINDINGS_INIT;
	struct caselog log = CASELOG_INIT;
	int ret = -1;

	if (caselog_open(&log, path, set, &untold, err) < 0)
		goto out;
	classmap_init(&r.map);
	classmap_add(&r.map, COLUMN_KIND);
	classmap_add(&r.map, COLUMN_OWNER);
	symbols_init(&r.symbols);
	casestore_init(&r.store, &r.map, &r.symbols);
	r.pass = (struct casepass){ .store = &r.store, .scan = { .threads = 2, .quiet = 1 },
				    .rows = on_rows, .sweep = sweep, .ctx = &r };
	ret = casepass_read(&r.pass, &log, err);
	if (ret == 0)
		count_cases(&r);
	casestore_view_release(&r.view);
	casestore_release(&r.store);
	symbols_release(&r.symbols);
out:
	caselog_release(&log);
	findings_release(&untold);
	return ret;
}
