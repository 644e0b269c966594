#include "report/partial.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/digest.h"
#include "report/partial_table.h"

/* --- the desks ------------------------------------------------------------------------------------ */

static const struct partial_column desk_columns[] = {
	WORD(figure_desk, name), WORD(figure_desk, log), OTHER(IN_FORCE, figure_desk, in_force),
	WORD(figure_desk, rules_sha256),
	MAY_WORD(figure_desk, seal), OTHER(ADDED, figure_desk, later_count),
	COUNT(figure_desk, received), COUNT(figure_desk, concluded), COUNT(figure_desk, cancelled),
	COUNT(figure_desk, late_now), COUNT(figure_desk, decided), COUNT(figure_desk, met),
	COUNT(figure_desk, csat_n), COUNT(figure_desk, csat_satisfied),
	OTHER(TIME, figure_desk, span.from), OTHER(TIME, figure_desk, span.end),
	OTHER(TIME, figure_desk, span.to), OTHER(TIME, figure_desk, span.before_from),
	OTHER(TIME, figure_desk, span.before_to), OTHER(FLAG, figure_desk, span.so_far),
	OTHER(FLAG, figure_desk, span.since_ever), OTHER(DAY, figure_desk, span.known_day),
	COUNTED(PARTIAL_WORDS, figure_desk, clock, nclocks), LATER(figure_desk, policy),
	LATER(figure_desk, policy_sha256), LATER(figure_desk, zone), LATER(figure_desk, nclocks),
	LATER(figure_desk, first_later), LATER(figure_desk, nlater),
};

static int is_sane_desk(const void *row)
{
	const struct figure_desk *d = row;
	const struct figure_span *s = &d->span;

	return d->concluded <= d->received && d->met <= d->decided &&
	       d->csat_satisfied <= d->csat_n && s->from <= s->end && s->before_from <= s->before_to;
}

const struct partial_table partial_desks = TABLE("desks", figure_desk, desk_columns, 0, is_sane_desk);

/* What was logged later, with the desk that it is of. */
struct later_row {
	const char *desk;
	struct figure_later x;
};
static const struct partial_column later_columns[] = {
	DESK(later_row, desk), WORD(later_row, x.log), WORD(later_row, x.case_id), OTHER(LINE, later_row, x.line),
	OTHER(TIME, later_row, x.at), OTHER(TIME, later_row, x.logged),
};
const struct partial_table partial_later = TABLE("later", later_row, later_columns, 0, NULL);

/* --- writing -------------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Each once, in their order; how many. */
static size_t sort_words(struct intern *into, const char **word, size_t n)
{
	size_t i;

	if (n > 1)
		qsort(word, n, sizeof(*word), by_text);
	for (i = 0; i < n; i++)
		intern_add(into, word[i], strlen(word[i]));
	return into->n;
}

static int number_desks(const struct figures *f, struct intern *desks, struct intern *policies,
			struct err *err)
{
	const char **word = mem_array(f->ndesks + 1, sizeof(*word));
	size_t i, n;

	for (i = 0; i < f->ndesks; i++)
		word[i] = f->desk[i].policy_sha256;
	sort_words(policies, word, f->ndesks);
	for (i = 0; i < f->ndesks; i++)
		word[i] = f->desk[i].name;
	n = sort_words(desks, word, f->ndesks);
	for (i = 1; n < f->ndesks && i < f->ndesks; i++)
		if (!strcmp(word[i - 1], word[i]))
			err_set(err, STATUS_INPUT,
				_("two desks are called '%s', so that nobody could tell them apart"), word[i]);
	free(word);
	return n < f->ndesks ? -1 : 0;
}

static void put_policies(struct json_writer *w, const struct figures *f, const struct intern *policies)
{
	uint32_t i;
	size_t k;

	json_begin_array(w, "policies");
	for (i = 0; i < policies->n; i++) {
		for (k = 0; strcmp(f->desk[k].policy_sha256, intern_str(policies, i)) != 0; k++)
			;
		json_begin_object(w, NULL);
		json_put_cstring(w, "sha256", f->desk[k].policy_sha256);
		json_put_string(w, "text", f->desk[k].in_force->text, f->desk[k].in_force->text_n);
		json_end(w);
	}
	json_end(w);
}

/* In the order of the desks' numbers, and the rows of each in that of its log. */
static void put_later(struct partial_out *o)
{
	const struct figures *f = o->f;
	struct later_row *row = mem_array(f->nlater + 1, sizeof(*row));
	const struct figure_desk **order = mem_array(f->ndesks + 1, sizeof(*order));
	size_t n = 0, i, k;

	for (i = 0; i < f->ndesks; i++)
		order[intern_find(o->desks, f->desk[i].name, strlen(f->desk[i].name))] = &f->desk[i];
	for (i = 0; i < f->ndesks; i++)
		for (k = 0; k < order[i]->nlater; k++)
			row[n++] = (struct later_row){ order[i]->name, f->later[order[i]->first_later + k] };
	strbuf_addch(o->out, ',');
	partial_put_table(o, &partial_later, row, n, 1);
	free(order);
	free(row);
}

int partial_write(struct strbuf *out, struct figures *f, const char *program, struct err *err)
{
	struct intern desks = INTERN_INIT, policies = INTERN_INIT;
	struct partial_out o = { out, f, &desks, &policies };
	struct json_writer w = JSON_WRITER_INIT;
	size_t start = out->len;
	int result = number_desks(f, &desks, &policies, err);

	if (result == 0) {
		json_begin_object(&w, NULL);
		partial_put_head(&w, f, program);
		put_policies(&w, f, &policies);
		json_end(&w);
		json_finish(&w, out, 0);
		strbuf_setlen(out, out->len - 2);     /* goes on after the last member */
		strbuf_addch(out, ',');
		partial_put_table(&o, &partial_desks, f->desk, f->ndesks, 0);
		put_later(&o);
		partial_put_families(&o);
		partial_put_series(&o);
		partial_put_digest(out, start);
		strbuf_addstr(out, "}\n");
	}
	json_writer_release(&w);
	intern_release(&desks);
	intern_release(&policies);
	return result;
}

/* --- reading: policies ---------------------------------------------------------------------------- */

/* What is wrong with a policy is a finding each; the first one says enough. */
static int load_policy(struct partial_in *in, struct partial_merge *m, const char *text, const char *hex)
{
	struct findings findings = FINDINGS_INIT;
	struct policy_set *set = mem_zalloc(sizeof(*set));
	struct err err = ERR_INIT;
	int result = 0;

	*set = (struct policy_set)POLICY_SET_INIT;
	if (policy_set_load_text(set, "policy.yaml", text, strlen(text), &findings, &err) < 0) {
		result = partial_wrong(in, _("the policy with SHA-256 %.16s is not usable here: %s"), hex,
				       findings.n ? findings.list[0].msg : err.msg);
		free(set);
	} else {
		MEM_GROW(m->policy, m->npolicies + 1, m->alloc_policies);
		m->policy[m->npolicies++] = set;
	}
	findings_release(&findings);
	return result;
}

static const struct policy *find_policy(const struct partial_merge *m, const char *hex)
{
	size_t i;

	for (i = 0; i < m->npolicies; i++)
		if (!strcmp(policy_set_now(m->policy[i])->sha256, hex))
			return policy_set_now(m->policy[i]);
	return NULL;
}

static int take_policies(struct partial_in *in, struct partial_merge *m, const struct jsonread *t)
{
	char hex[DIGEST_HEX + 1];
	size_t i;

	in->table = "policies";
	if (!jsonread_is_array(t))
		return partial_wrong(in, _("there is no such table"));
	in->policy = arena_array(&m->arena, jsonread_size(t) + 1, sizeof(*in->policy));
	for (i = 0; i < jsonread_size(t); i++) {
		const struct jsonread *x = jsonread_at(t, i);
		const char *said = jsonread_string(jsonread_get(x, "sha256"));
		const char *text = jsonread_string(jsonread_get(x, "text"));

		in->row = i + 1;
		if (!said || !text)
			return partial_wrong(in, _("a text is wanted"));
		digest_hex(text, strlen(text), hex);
		if (strcmp(hex, said) != 0)
			return partial_wrong(in, _("the policy's SHA-256 is %.16s and not '%s'"), hex, said);
		if (!find_policy(m, hex) && load_policy(in, m, text, hex) < 0)
			return -1;
		in->policy[in->npolicies++] = find_policy(m, hex);
	}
	in->row = 0;
	in->table = NULL;
	return 0;
}

/* --- reading: desks ------------------------------------------------------------------------------- */

static const struct partial_place *place_of(const struct partial_merge *m, const char *name)
{
	return &m->place[intern_find(&m->names, name, strlen(name))];
}

static int note_name(struct partial_in *in, struct partial_merge *m, const char *name,
		     const struct partial_place *here)
{
	uint32_t n = m->names.n, i = intern_add(&m->names, name, strlen(name));

	if (i < n)
		return partial_wrong(in, _("desk '%s' is in it, which is in %s:%zu, too"), name,
				     m->place[i].file, m->place[i].line);
	MEM_GROW(m->place, (size_t)i + 1, m->alloc_places);
	m->place[i] = *here;
	return 0;
}

static int has_before(const struct figure_span *s)
{
	return s->before_from != s->before_to;
}

static int is_same_period(const struct figure_span *x, const struct figure_span *y)
{
	if (x->since_ever != y->since_ever || (!x->since_ever && x->from != y->from) ||
	    x->end != y->end || x->to != y->to || x->so_far != y->so_far)
		return 0;
	return !has_before(x) || !has_before(y) ||
	       (x->before_from == y->before_from && x->before_to == y->before_to);
}

/* The first desk of all says what the report is of. */
static int compare(struct partial_in *in, const struct partial_merge *m, const struct figure_desk *d)
{
	const struct figure_desk *first = &in->f->desk[0];
	const struct partial_place *p = place_of(m, first->name);

	if (strcmp(zone_name(d->zone), zone_name(first->zone)) != 0)
		return partial_wrong(in, _("desk '%s' is in zone %s, and '%s' (%s:%zu) in %s"), d->name,
				     zone_name(d->zone), first->name, p->file, p->line,
				     zone_name(first->zone));
	if (!is_same_period(&d->span, &first->span))
		return partial_wrong(in, _("desk '%s' is reported for another period than '%s' (%s:%zu)"),
				     d->name, first->name, p->file, p->line);
	if (!m->is_mixed && strcmp(d->policy_sha256, first->policy_sha256) != 0)
		return partial_wrong(in, _("desk '%s' goes by another policy (SHA-256 %.16s) than '%s' (%s:%zu, %.16s); --mixed adds them up all the same"),
				     d->name, d->policy_sha256, first->name, p->file, p->line,
				     first->policy_sha256);
	if (!m->is_mixed && strcmp(d->rules_sha256, first->rules_sha256) != 0)
		return partial_wrong(in, _("desk '%s' goes by the policy of '%s' (%s:%zu), but an earlier version or a file of holidays is another; --mixed adds them up all the same"),
				     d->name, first->name, p->file, p->line);
	return 0;
}

static int take_desks(struct partial_in *in, struct partial_merge *m, const struct jsonread *t,
		      const struct partial_place *here)
{
	struct figures *f = in->f;
	size_t i;

	in->first_desk = f->ndesks;
	if (partial_take_table(in, &partial_desks, t,
			       &PARTIAL_ROWS(f->desk, f->ndesks, f->alloc_desks, NULL)) < 0)
		return -1;
	in->ndesks = f->ndesks - in->first_desk;
	for (i = in->first_desk; i < f->ndesks; i++) {
		struct figure_desk *d = &f->desk[i];

		d->policy = d->in_force->name;
		d->policy_sha256 = d->in_force->sha256;
		d->zone = d->in_force->zone;
		if (note_name(in, m, d->name, here) < 0 || compare(in, m, d) < 0)
			return -1;
	}
	return 0;
}

static int take_later(struct partial_in *in, const struct jsonread *t)
{
	struct figures *f = in->f;
	struct later_row *row = NULL;
	size_t n = 0, alloc = 0, i, d = in->first_desk;
	int result = partial_take_table(in, &partial_later, t, &PARTIAL_ROWS(row, n, alloc, NULL));

	for (i = 0; result == 0 && i < n; i++) {
		while (d < f->ndesks && f->desk[d].name != row[i].desk)
			d++;
		if (d == f->ndesks) {
			in->table = partial_later.name;
			in->row = i + 1;
			result = partial_wrong(in, _("its rows are not in the order of their desks"));
			break;
		}
		if (!f->desk[d].nlater)
			f->desk[d].first_later = f->nlater;
		MEM_GROW(f->later, f->nlater + 1, f->alloc_later);
		f->later[f->nlater++] = row[i].x;
		f->desk[d].nlater++;
	}
	free(row);
	return result;
}

static int note_unread(struct partial_in *in, struct partial_merge *m, size_t first,
		       const struct partial_place *here)
{
	size_t i;

	for (i = first; i < in->f->nunread; i++)
		if (note_name(in, m, in->f->unread[i].name, here) < 0)
			return -1;
	return 0;
}

int partial_read(struct partial_merge *m, struct figures *f, const char *file, size_t number,
		 const char *line, size_t n, struct err *err)
{
	struct partial_in in = { .f = f, .first_breach = f->breaches.n, .err = err };
	const struct partial_place here = { arena_strdup(&m->arena, file), number };
	struct jsonread *tree = jsonread_parse(line, n, err);
	int is_first = !m->names.n, result = -1;
	size_t unread = f->nunread;

	if (tree && partial_check_schema(&in, tree, line, n) == 0 && partial_take_head(&in, tree, is_first) == 0 &&
	    take_policies(&in, m, jsonread_get(tree, "policies")) == 0 &&
	    take_desks(&in, m, jsonread_get(tree, "desks"), &here) == 0 &&
	    take_later(&in, jsonread_get(tree, "later")) == 0 &&
	    partial_take_families(&in, tree) == 0 && note_unread(&in, m, unread, &here) == 0 &&
	    partial_take_series(&in, tree) == 0)
		result = 0;
	jsonread_free(tree);
	return result;
}

void partial_release(struct partial_merge *m)
{
	size_t i;

	for (i = 0; i < m->npolicies; i++) {
		policy_set_release(m->policy[i]);
		free(m->policy[i]);
	}
	free(m->policy);
	free(m->place);
	intern_release(&m->names);
	arena_release(&m->arena);
	*m = (struct partial_merge)PARTIAL_MERGE_INIT;
}
