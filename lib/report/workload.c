#include "report/workload.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "domain/casestate.h"
#include "domain/casestore.h"
#include "domain/checkpoint.h"
#include "report/casepass.h"

#define WORTH_BYTES ((off_t)256 * 1024)
#define QUIET (14 * 86400)      /* a case with a row since then may get others: it is kept */

struct reading {
	const struct workload_options *options;
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
		drop[i] = !(r->store.one[i].flags & CASE_PARTIAL) &&
			  casestore_last_at(&r->store, i) < r->pass.newest - QUIET && !is_open(r, i);
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

/* --- the checkpoint ------------------------------------------------------------------------------ */

static void begin(struct reading *r)
{
	classmap_init(&r->map);
	classmap_add(&r->map, COLUMN_KIND);
	classmap_add(&r->map, COLUMN_OWNER);
	symbols_init(&r->symbols);
	casestore_init(&r->store, &r->map, &r->symbols);
	r->pass = (struct casepass){ .store = &r->store, .scan = { .threads = 2 }, .rows = on_rows,
				     .sweep = sweep, .ctx = r };
}

static void end(struct reading *r)
{
	casestore_release(&r->store);
	symbols_release(&r->symbols);
}

static struct checkpoint_desk desk_of(const struct workload_options *o)
{
	return (struct checkpoint_desk){ .dir = o->cache, .name = "workload", .mode = o->cache_mode,
					 .program = o->program, .set = o->set, .now = o->now };
}

static void take_newest(struct reading *r, struct bytes *own)
{
	size_t n = bytes_count(own, 2 * sizeof(uint64_t)), i, nd, no;

	for (i = 0; i < n && !own->bad; i++) {
		struct strbuf department = STRBUF_INIT, owner = STRBUF_INIT;
		const char *d = bytes_string(own, &nd), *o = bytes_string(own, &no);

		strbuf_add(&department, d, nd);
		strbuf_add(&owner, o, no);
		if (!own->bad)
			routing_load_newest(r->load, department.buf, owner.buf);
		strbuf_release(&department);
		strbuf_release(&owner);
	}
}

/* From where an earlier run has read to; where that does not hold, from the beginning. */
static void take_up(struct reading *r, const struct caselog *log)
{
	struct checkpoint_desk desk = desk_of(r->options);
	struct checkpoint cp = CHECKPOINT_INIT;

	if (!desk.dir || !checkpoint_load(&cp, &desk, log))
		return;
	take_newest(r, &cp.own);
	if (cp.own.bad || !checkpoint_load_cases(&cp, &r->store) ||
	    casestore_warm_all(&r->store) < 0) {
		routing_load_release(r->load);
		end(r);
		begin(r);
	} else {
		r->pass.scan.from = cp.place.offset;
		r->pass.scan.line = cp.place.line;
		r->pass.scan.key = cp.place.key;
	}
	checkpoint_release(&cp);
}

static void keep(struct reading *r, const struct caselog *log)
{
	off_t enough = r->options->keep_after ? r->options->keep_after : WORTH_BYTES;
	struct checkpoint_desk desk = desk_of(r->options);
	struct strbuf own = STRBUF_INIT, none = STRBUF_INIT;
	uint32_t i;

	if (!desk.dir || log->place.offset - r->pass.scan.from < enough)
		return;
	sweep(r);
	bytes_put_u64(&own, r->load->department.n);
	for (i = 0; i < r->load->department.n; i++) {
		const char *owner = intern_str(&r->load->person, r->load->newest[i]);

		bytes_put_string(&own, intern_str(&r->load->department, i),
				 intern_len(&r->load->department, i));
		bytes_put_string(&own, owner, strlen(owner));
	}
	(void)checkpoint_save(&desk, log, &log->place, &own, &none, &r->store);
	strbuf_release(&own);
}

int workload_read(struct routing_load *load, const struct workload_options *options, struct err *err)
{
	struct reading r = { .options = options, .load = load, .view = CASESTORE_VIEW_INIT };
	struct findings untold = FINDINGS_INIT;
	struct caselog log = CASELOG_INIT;
	int ret = -1;

	if (caselog_open(&log, options->path, options->set, &untold, err) < 0)
		goto out;
	begin(&r);
	take_up(&r, &log);
	ret = casepass_read(&r.pass, &log, err);
	if (ret == 0) {
		count_cases(&r);
		/* Damage is told by whoever reads all of the log: none must be skipped for ever. */
		if (!untold.n)
			keep(&r, &log);
	}
	casestore_view_release(&r.view);
	end(&r);
out:
	caselog_release(&log);
	findings_release(&untold);
	return ret;
}
