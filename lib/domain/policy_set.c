/* The versions of a policy, and the numbers of events and columns that all of them share. */

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "domain/policy_internal.h"
#include "io/file.h"

#define VERSIONS_MAX 100

static void add_builtin_events(struct policy_set *set)
{
	int i;

	for (i = 0; i < EVENT_OWN; i++)
		intern_add(&set->events, event_name(i), strlen(event_name(i)));
}

static struct policy *load_version(struct policy_set *set, const char *path, const char *share_dir,
				   struct findings *findings, struct err *err)
{
	struct strbuf bytes = STRBUF_INIT;
	struct policy *p = NULL;
	int may_be_pipe = set->takes_pipe && !set->n;

	if ((may_be_pipe ? file_read : file_read_regular)(path, YAML_MAX_BYTES, &bytes, err) == 0) {
		p = policy_load_bytes(set, path, share_dir, bytes.buf, bytes.len, 0, findings);
		if (!p)
			err_set(err, STATUS_INPUT, _("policy '%s' is not usable"), path);
	} else if (err->status == STATUS_INPUT) {
		finding_add(findings, GRADE_ERROR, arena_strdup(&findings->arena, path), 1, 1, "%s",
			    err->msg);
		err_set(err, STATUS_INPUT, _("policy '%s' is not usable"), path);
	}
	strbuf_release(&bytes);
	return p;
}

/* A finding about how this version and the next one hang together; -1. */
#define BAD_VERSION(p, line, findings, err, ...)                                            \
	(finding_add((findings), GRADE_ERROR, arena_strdup(&(findings)->arena, (p)->path),  \
		     (line), 1, __VA_ARGS__),                                               \
	 err_set((err), STATUS_INPUT, _("policy '%s' is not usable"), (p)->path))

static int is_loaded(const struct policy_set *set, const char *path)
{
	char *real = realpath(path, NULL), *other;
	size_t i;
	int same = 0;

	for (i = 0; real && i < set->n && !same; i++) {
		other = realpath(set->version[i]->path, NULL);
		same = other && strcmp(real, other) == 0;
		free(other);
	}
	free(real);
	return same;
}

/* The version that `p` supersedes: NULL with what is wrong. */
static struct policy *load_older(struct policy_set *set, const struct policy *p,
				 const char *share_dir, struct findings *findings, struct err *err)
{
	char *path = policy_beside(p->path, p->supersedes);
	struct findings own = FINDINGS_INIT;
	struct policy *older = NULL;

	if (is_loaded(set, path))
		BAD_VERSION(p, p->supersedes_line, findings, err,
			    _("'%s' supersedes itself in a circle"), p->supersedes);
	else if (set->n == VERSIONS_MAX)
		BAD_VERSION(p, p->supersedes_line, findings, err, _("too many versions before '%s'"),
			    p->supersedes);
	else
		older = load_version(set, path, share_dir, &own, err);
	policy_conceal(&own, path, p->path);
	findings_pass_on(&own, findings);
	if (!older && err->status == STATUS_SYSTEM)
		BAD_VERSION(p, p->supersedes_line, findings, err, "%s", err->msg);
	free(path);
	return older;
}

/* From the newest back; each version must begin before the one that supersedes it. */
static int load_versions(struct policy_set *set, const char *path, const char *share_dir,
			 struct findings *findings, struct err *err)
{
	struct policy *p = load_version(set, path, share_dir, findings, err), *older;

	while (p) {
		set->version[set->n++] = p;
		if (!p->supersedes)
			return 0;
		older = load_older(set, p, share_dir, findings, err);
		if (older && older->valid_from >= p->valid_from) {
			policy_free(older);
			return BAD_VERSION(p, p->valid_from_line, findings, err,
					   _("'valid-from' must be later than that of '%s'"),
					   p->supersedes);
		}
		p = older;
	}
	return -1;
}

static void oldest_first(struct policy_set *set)
{
	struct policy *p;
	size_t i;

	for (i = 0; i < set->n / 2; i++) {
		p = set->version[i];
		set->version[i] = set->version[set->n - 1 - i];
		set->version[set->n - 1 - i] = p;
	}
}

int policy_set_load(struct policy_set *set, const char *path, const char *share_dir,
		    struct findings *findings, struct err *err)
{
	set->version = mem_array(VERSIONS_MAX, sizeof(struct policy *));
	add_builtin_events(set);
	if (load_versions(set, path, share_dir, findings, err) < 0) {
		policy_set_release(set);
		return -1;
	}
	oldest_first(set);
	return 0;
}

int policy_set_go_back(struct policy_set *set, instant t, const char *share_dir, struct err *err)
{
	const struct policy *then = policy_set_at(set, t);
	struct findings again = FINDINGS_INIT;   /* everything was said the first time */
	struct policy_set older = POLICY_SET_INIT;
	char *path;
	int result;

	if (then == policy_set_now(set))
		return 0;
	path = mem_strdup(then->path);
	result = policy_set_load(&older, path, share_dir, &again, err);
	findings_release(&again);
	free(path);
	if (result < 0)
		return -1;
	policy_set_release(set);
	*set = older;
	return 0;
}

int policy_set_load_text(struct policy_set *set, const char *path, const char *text, size_t n,
			 struct findings *findings, struct err *err)
{
	set->version = mem_array(1, sizeof(struct policy *));
	add_builtin_events(set);
	set->version[0] = policy_load_bytes(set, path, NULL, text, n, 1, findings);
	if (!set->version[0]) {
		policy_set_release(set);
		return err_set(err, STATUS_INPUT, _("policy '%s' is not usable"), path);
	}
	set->n = 1;
	return 0;
}

void policy_set_release(struct policy_set *set)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		policy_free(set->version[i]);
	free(set->version);
	intern_release(&set->events);
	intern_release(&set->fields);
	intern_release(&set->clocks);
	*set = (struct policy_set)POLICY_SET_INIT;
}

const struct policy *policy_set_at(const struct policy_set *set, instant t)
{
	size_t i;

	for (i = set->n - 1; i > 0; i--)
		if (zone_day(set->version[i]->zone, t) >= set->version[i]->valid_from)
			break;
	return set->version[i];
}

const struct policy *policy_set_now(const struct policy_set *set)
{
	return set->version[set->n - 1];
}

int policy_set_event(const struct policy_set *set, const char *name, size_t n)
{
	uint32_t id = intern_find(&set->events, name, n);

	/* An empty set (its policy failed to load) still knows the built-in ones. */
	return id == INTERN_NONE ? event_find(name, n) : (int)id;
}

const char *policy_set_event_name(const struct policy_set *set, int code)
{
	if (code < 0 || (uint32_t)code >= set->events.n)
		return event_name(code);
	return intern_str(&set->events, (uint32_t)code);
}

int policy_set_column(const struct policy_set *set, const char *name, size_t n)
{
	int column = column_find(name, n);
	uint32_t id;

	if (column >= 0)
		return column;
	id = intern_find(&set->fields, name, n);
	return id == INTERN_NONE ? -1 : COLUMN_FIELD + (int)id;
}

const char *policy_set_column_name(const struct policy_set *set, int column)
{
	if (column >= 0 && column < COLUMN_FIELD)
		return column_name(column);
	if (column < 0 || (uint32_t)(column - COLUMN_FIELD) >= set->fields.n)
		return NULL;
	return intern_str(&set->fields, (uint32_t)(column - COLUMN_FIELD));
}
