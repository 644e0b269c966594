/*
 * partial: the figures of some desks as one line of JSON, to be added up elsewhere (Y7.4).
 *
 *	figures_add(&f, &measure); ...                       // not finished
 *	partial_write(&out, &f, "0.1.0", &err);              // one line
 *
 *	struct partial_merge m = PARTIAL_MERGE_INIT;
 *	while (...)
 *		partial_read(&m, &f, "shops.jsonl", number, line, n, &err);
 *	partial_write(...)                                   // again, or
 *	figures_finish(&f); report_json(&to, &f);
 *	figures_release(&f);
 *	partial_release(&m);                                 // after the figures, which borrow from it
 *
 * Exact: the line has sums, multisets (run-length coded), the cases that the report lists and the daily counts, all as whole
 * numbers, amounts as decimals; nothing is computed before all of it is added up. So whatever desks are in whichever line, in
 * any order and any tree, the report of all is byte for byte that of one run over all desks; and the line of the same
 * desks is the same. Of cases a line holds those that the report lists, those that are open, and those since 56 days
 * before the period, which a warning may name; of texts what the report shows. Customers stand there by their ids.
 *
 * A line brings the policies that its desks go by, so that labels, targets and the order of kinds need no folder, and their SHA-256
 * is checked. With each desk stands one SHA-256 over all versions of its policy and their files of holidays, as by all of these
 * its cases were judged. `"schema":"sd.partial/1"`; every table names its columns, and another version's are refused.
 * The last member, `sha256`, is that of all bytes of the line before it: no flipped bit is added up. It keeps off damage,
 * not a person who means harm.
 *
 * What is read comes from elsewhere and is checked: types, ranges, sums that do not fit, numbers of desks and rows. Refused is
 * what would not be one report: another period, as-of, known-at, zone or --by than the first line's; a desk that is there
 * twice; another policy, or the same with other versions before it or other holidays, unless `is_mixed`.
 *
 * A new family of figures: partial_families.c says how. tests/unit/test_partial.c fails where one is forgotten.
 */
#ifndef SD_REPORT_PARTIAL_H
#define SD_REPORT_PARTIAL_H

#include "base/err.h"
#include "report/figures.h"

#define PARTIAL_SCHEMA "sd.partial/1"

/* Appends the line and its newline. -1 with err (STATUS_INPUT): two desks have one name. */
int partial_write(struct strbuf *out, struct figures *f, const char *program, struct err *err);

struct partial_place {
	const char *file;
	size_t line;
};
struct partial_merge {
	int is_mixed;                 /* policies may differ */
	struct arena arena;
	struct intern names;          /* of the desks, read or not */
	struct partial_place *place;  /* by name: where each was */
	size_t alloc_places;
	struct policy_set **policy;
	size_t npolicies, alloc_policies;
};
#define PARTIAL_MERGE_INIT { .names = INTERN_INIT }

/*
 * Adds the line (without its end) to the figures; file and number are where it stands, for messages, and copied. -1 with err
 * (STATUS_INPUT) without the place of this line; then the figures are good for nothing but figures_release().
 */
int partial_read(struct partial_merge *m, struct figures *f, const char *file, size_t number,
		 const char *line, size_t n, struct err *err);
void partial_release(struct partial_merge *m);

#endif
