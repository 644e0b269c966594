/* sd log list, find: which cases. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/answers.h"
#include "log_list.h"
#include "rules/survey.h"

enum { OPT_COLUMN = 300, OPT_OPEN = 400, OPT_LATE, OPT_FROM, OPT_TO, OPT_CONTACT };

static const struct cli_option options[] = {
	{ "open", 0, NULL, N_("not resolved, closed or cancelled"), OPT_OPEN },
	{ "late", 0, NULL, N_("a limit has passed and what it waits for is not done"), OPT_LATE },
	{ "from", 0, N_("TIME"), N_("opened then or later"), OPT_FROM },
	{ "to", 0, N_("TIME"), N_("opened before this time (a date: its midnight)"), OPT_TO },
	{ "contact", 0, N_("NUMBER"), N_("of this number; any four digits of it"), OPT_CONTACT },
	{ "phone", 0, N_("NUMBER"), NULL, OPT_CONTACT },
	{ "customer", 0, N_("WHO"), N_("id, a part of the name, or four digits of the number"), OPT_COLUMN + COLUMN_CUSTOMER },
	{ "kind", 0, N_("KIND"), N_("of this kind"), OPT_COLUMN + COLUMN_KIND },
	{ "channel", 0, N_("CHANNEL"), N_("that came this way"), OPT_COLUMN + COLUMN_CHANNEL },
	{ "category", 0, N_("CATEGORY"), N_("of this category or one below it"), OPT_COLUMN + COLUMN_CATEGORY },
	{ "severity", 0, N_("SEVERITY"), N_("of this severity"), OPT_COLUMN + COLUMN_SEVERITY },
	{ "type", 0, N_("TYPE"), N_("of this type of customer"), OPT_COLUMN + COLUMN_TYPE },
	{ "place", 0, N_("PLACE"), N_("from this place"), OPT_COLUMN + COLUMN_PLACE },
	{ "product", 0, N_("CODE"), N_("about this product"), OPT_COLUMN + COLUMN_PRODUCT },
	{ "batch", 0, N_("CODE"), N_("about this batch"), OPT_COLUMN + COLUMN_BATCH },
	{ "department", 0, N_("DEPARTMENT"), N_("with this department"), OPT_COLUMN + COLUMN_DEPARTMENT },
	{ "owner", 0, N_("NAME"), N_("with this person in charge"), OPT_COLUMN + COLUMN_OWNER },
	{ NULL, 0, NULL, NULL, 0 }
};
static const char *const list_usage[] = { N_("[OPTIONS]"), NULL };
static const char *const find_usage[] = { N_("[OPTIONS] [WORD...]"), NULL };
static const struct cli_spec list_spec = { "log list", list_usage, N_("cases, filtered"), options };
static const struct cli_spec find_spec = {
	"log find", find_usage,
	N_("cases by customer, number, product, batch, or words that their rows hold"), options
};

static const struct cli_option *field_options(struct logrun *l)
{
	const struct policy_set *set = &l->cli->set;
	struct cli_option *table = arena_array(&l->arena, set->fields.n + 1, sizeof(*table));

	for (uint32_t i = 0; i < set->fields.n; i++) {
		const char *name = intern_str(&set->fields, i);
		const struct policy_field *f = l->cli->policy ?
			policy_field(l->cli->policy, COLUMN_FIELD + (int)i) : NULL;

		table[i] = (struct cli_option){ name, 0, N_("VALUE"),
						f ? policy_label(&f->label, name, l->cli->lang) : name,
						OPT_COLUMN + COLUMN_FIELD + (int)i };
	}
	return table;
}

static int read_options(struct log_selection *s, struct cli *cli)
{
	int opt;

	while ((opt = cli_next(cli)) > 0) {
		switch (opt) {
		case OPT_OPEN:
			s->open = 1;
			break;
		case OPT_LATE:
			s->late = 1;
			break;
		case OPT_FROM:
			s->from_arg = cli->arg;
			break;
		case OPT_TO:
			s->to_arg = cli->arg;
			break;
		case OPT_CONTACT:
			s->contact = cli->arg;
			break;
		case OPT_COLUMN + COLUMN_CUSTOMER:
			s->customer = cli->arg;
			break;
		default:
			if (opt >= OPT_COLUMN && opt < OPT_COLUMN + COLUMN_MAX)
				s->want[opt - OPT_COLUMN] = cli->arg;
		}
	}
	return opt;
}

static int read_time(struct log_selection *s, const char *name, const char *arg,
		     instant *t)
{
	struct cli *cli = s->l.cli;

	if (!arg)
		return 0;
	if (instant_parse_human(arg, s->l.zone, cli->now, t, &cli->err) < 0)
		return err_prefix(&cli->err, "--%s", name);
	return 0;
}

static int complete_values(struct log_selection *s)
{
	struct cli *cli = s->l.cli;

	for (int c = 0; c < COLUMN_MAX; c++) {
		if (!s->want[c] || !cli->policy)
			continue;
		s->want[c] = policy_value(cli->policy, c, NULL, s->want[c], &cli->err);
		if (!s->want[c])
			return -1;
	}
	if (read_time(s, "from", s->from_arg, &s->from) < 0)
		return -1;
	return read_time(s, "to", s->to_arg, &s->to);
}

/* --- words -------------------------------------------------------------------------------------- */

/* ASCII letters in any case, everything else (Chinese too) byte by byte. */
static int has_word(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	for (size_t i = 0; i + len <= n; i++)
		if (!strncasecmp(s + i, word, len))
			return 1;
	return 0;
}

struct search {
	struct log_selection *s;
	struct strbuf raw, text;
};

/* Where people look for words: the texts, and the codes that name things. */
static void mark_words(void *ctx, struct caselist_case *item, const struct scan_batch *batch,
		       const struct scan_row *row)
{
	static const int columns[] = { COLUMN_PLACE, COLUMN_PRODUCT, COLUMN_BATCH, COLUMN_KEY };
	struct search *x = ctx;

	strbuf_reset(&x->raw);
	strbuf_reset(&x->text);
	scan_text(batch, row, &x->raw);
	row_unescape_text(&x->text, x->raw.buf, x->raw.len);
	for (size_t c = 0; c < ARRAY_SIZE(columns) + x->s->list.set->fields.n; c++) {
		struct span cell = scan_cell(batch, row, c < ARRAY_SIZE(columns) ? columns[c]
			: COLUMN_FIELD + (int)(c - ARRAY_SIZE(columns)));

		strbuf_addch(&x->text, '\n');
		strbuf_add(&x->text, cell.s, cell.n);
	}
	for (size_t w = 0; w < x->s->nwords; w++)
		if (!(item->marks & 1U << w) && has_word(x->text.buf, x->text.len, x->s->word[w]))
			item->marks |= 1U << w;
}

/* A word may also be the customer's: texts hold {name} in the name's place. */
static int all_words(struct log_selection *s, const struct caselist_case *item)
{
	const struct customer *x =
		customers_get(&s->l.customers, caselist_class(&s->list, item, COLUMN_CUSTOMER));

	for (size_t w = 0; w < s->nwords; w++)
		if (!(item->marks & 1U << w) && !(x && customers_match(x, s->word[w])))
			return 0;
	return 1;
}

/* --- choosing ----------------------------------------------------------------------------------- */

static int is_value(const struct log_selection *s, int column, const char *value)
{
	const char *want = s->want[column];
	const struct policy_category *c;

	if (!strcmp(value, want))
		return 1;
	if (column != COLUMN_CATEGORY || !s->l.cli->policy)
		return 0;
	c = policy_category(s->l.cli->policy, value);
	for (int depth = 0; c && c->of && depth < 16; depth++) {
		if (!strcmp(c->of, want))
			return 1;
		c = policy_category(s->l.cli->policy, c->of);
	}
	return 0;
}

static int has_customer(const struct log_selection *s, const struct caselist_case *item)
{
	const char *id = caselist_class(&s->list, item, COLUMN_CUSTOMER);
	const struct customer *x = customers_get(&s->l.customers, id);

	if (s->customer && strcmp(id, s->customer) != 0 && !(x && customers_match(x, s->customer)))
		return 0;
	return !s->contact || (x && customers_match(x, s->contact));
}

/* The earliest due instant of those that still run; they are late where it is not after now. */
static instant next_due(struct log_selection *s, const struct caselist_case *item)
{
	instant first = INSTANT_NONE;

	if (!s->clocks || !item->history.n)
		return INSTANT_NONE;
	clock_run(s->clocks, &item->history, s->l.cli->now, &s->instances);
	for (size_t i = 0; i < s->instances.n; i++) {
		const struct clock_instance *x = &s->instances.instance[i];

		if (x->ended != INSTANT_NONE || x->due == INSTANT_NONE || x->paused)
			continue;
		if (first == INSTANT_NONE || x->due < first)
			first = x->due;
	}
	return first;
}

static int is_chosen(struct log_selection *s, size_t i)
{
	const struct caselist_case *item = &s->list.item[i];
	instant opened = caselist_opened(item);

	if (opened == INSTANT_NONE || (s->open && !case_state_is_open(item->state)))
		return 0;
	if ((s->from != INSTANT_NONE && opened < s->from) ||
	    (s->to != INSTANT_NONE && opened >= s->to))
		return 0;
	for (int c = 0; c < COLUMN_MAX; c++)
		if (s->want[c] && !is_value(s, c, caselist_class(&s->list, item, c)))
			return 0;
	if (!has_customer(s, item) || !all_words(s, item))
		return 0;
	s->due[i] = next_due(s, item);
	return !s->late || (s->due[i] != INSTANT_NONE && s->due[i] < s->l.cli->now);
}

static int choose(struct log_selection *s)
{
	s->due = mem_array(s->list.n ? s->list.n : 1, sizeof(*s->due));
	for (size_t i = 0; i < s->list.n; i++) {
		if (!is_chosen(s, i))
			continue;
		MEM_GROW(s->chosen, s->nchosen + 1, s->alloc);
		s->chosen[s->nchosen++] = i;
	}
	return 0;
}

/* --- answers ------------------------------------------------------------------------------------ */

static int by_id(const void *a, const void *b)
{
	const caseid *id = a;
	const struct caselist_case *item = b;

	return *id < item->id ? -1 : *id > item->id;
}

/* The last answer to the question that asks for the whole. */
static int take_score(void *ctx, const struct answer *a)
{
	struct log_selection *s = ctx;
	const struct caselist_case *item;
	const struct policy *p;

	if (!a->id || a->score < 0 || answers_form_wave(a->cell[ANSWERS_FORM]) < 0 || !s->list.n)
		return 0;
	item = bsearch(&a->id, s->list.item, s->list.n, sizeof(*item), by_id);
	p = item ? log_policy_at(&s->l, caselist_opened(item)) : NULL;
	if (p && !strcmp(a->cell[ANSWERS_QUESTION], survey_default(survey_of(p))->name))
		s->score[item - s->list.item] = (int16_t)a->score;
	return 0;
}

static int read_scores(struct log_selection *s)
{
	struct cli *cli = s->l.cli;
	const struct answers_options o = { .at_most = cli->now };
	const char *path = arena_strdup(&cli->findings.arena, s->l.desk.surveys);

	s->score = mem_array(s->list.n ? s->list.n : 1, sizeof(*s->score));
	memset(s->score, 0xFF, s->list.n * sizeof(*s->score));
	return answers_read(path, &o, &cli->findings, take_score, s, &cli->err);
}

static int read_cases(struct log_selection *s)
{
	struct cli *cli = s->l.cli;
	struct search x = { s, STRBUF_INIT, STRBUF_INIT };
	struct caselist_options o = {
		.scan = { .threads = 2, .at_most = cli->now },
		.on_row = s->nwords ? mark_words : NULL, .ctx = &x,
	};
	int ret;

	caselist_init(&s->list, &cli->set);
	if (cli->policy)
		s->clocks = clockset_new(&cli->set, &s->list.map, &s->list.symbols);
	/* Nothing that belongs to a case stands before the midnight of its day. */
	if (s->from != INSTANT_NONE)
		o.scan.from = scan_find(&s->l.log, s->from);
	ret = caselist_read(&s->list, &s->l.log, &o, &cli->err);
	strbuf_release(&x.raw);
	strbuf_release(&x.text);
	return ret;
}

static int take_words(struct log_selection *s, struct cli *cli)
{
	if (s->verb->run == log_list && cli_operands(cli))
		return cli_usage(cli, _("'%s' is too much; 'sd log find' looks for words"),
				 cli_operand(cli, 0)), -1;
	if (cli_operands(cli) > LOG_WORDS_MAX)
		return cli_usage(cli, _("at most %d words"), LOG_WORDS_MAX), -1;
	for (int i = 0; i < cli_operands(cli); i++)
		s->word[s->nwords++] = cli_operand(cli, i);
	return 0;
}

int log_select(struct log_selection *s, struct cli *cli, const struct log_verb *verb)
{
	const unsigned formats = 1U << FORMAT_TEXT | 1U << FORMAT_CSV | 1U << FORMAT_JSON |
				 1U << FORMAT_JSONL | 1U << FORMAT_MD;

	s->verb = verb;
	s->l.verb = verb;
	if (cli_begin(cli, verb->run == log_find ? &find_spec : &list_spec) < 0)
		return -1;
	if (log_load(&s->l, cli) < 0) {
		if (!log_wants_help(cli))
			return -1;
		cli->err = (struct err)ERR_INIT;
	}
	cli_extra(cli, field_options(&s->l));
	if (read_options(s, cli) < 0 || take_words(s, cli) < 0 ||
	    cli_want_format(cli, FORMAT_TEXT, formats) < 0 || complete_values(s) < 0)
		return -1;
	if (log_open(&s->l) < 0 || log_customers(&s->l) < 0 || read_cases(s) < 0 ||
	    read_scores(s) < 0)
		return -1;
	return choose(s);
}

void log_selection_release(struct log_selection *s)
{
	clockset_free(s->clocks);
	clock_list_release(&s->instances);
	caselist_release(&s->list);
	free(s->chosen);
	free(s->due);
	free(s->score);
	log_release(&s->l);
}
