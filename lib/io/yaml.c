#include "io/yaml.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/i18n.h"
#include "base/intern.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "io/file.h"

/* Below this number of keys a walk over them is quicker than a hash table. */
#define FEW_KEYS 16

struct reader {
	struct yaml_doc *doc;
	struct findings *findings;
	const char *data;
	size_t n;
	size_t errors;
	size_t refused_keys; /* of these errors: the rest of the file is still worth reading */
	size_t nodes;
	int depth;
	yaml_parser_t parser;
	/* where line `line` (0-based) starts, so that excerpts are found without starting over */
	size_t line, line_start;
};

/* The items of the sequence or mapping that is being read. */
struct list {
	struct yaml_node **key, **value;
	size_t n, keys_alloc, values_alloc;
	struct intern seen;
};

static void excerpt(struct reader *r, struct finding *x, size_t line)
{
	const char *end;

	if (line < r->line)
		r->line = r->line_start = 0;
	while (r->line < line) {
		end = memchr(r->data + r->line_start, '\n', r->n - r->line_start);
		if (!end)
			return;
		r->line++;
		r->line_start = (size_t)(end - r->data) + 1;
	}
	end = memchr(r->data + r->line_start, '\n', r->n - r->line_start);
	finding_excerpt(r->findings, x, r->data + r->line_start,
			(size_t)((end ? end : r->data + r->n) - r->data) - r->line_start);
}

/* Record an error at a place (0-based, as libyaml counts). */
#define REFUSE(r, mark, ...)                                                                       \
	do {                                                                                       \
		(r)->errors++;                                                                     \
		excerpt((r),                                                                       \
			finding_add((r)->findings, GRADE_ERROR, (r)->doc->path, (mark).line + 1,   \
				    (mark).column + 1, __VA_ARGS__),                               \
			(mark).line);                                                              \
	} while (0)

/* The 0-based place of byte `at`. */
static yaml_mark_t place(const struct reader *r, size_t at)
{
	yaml_mark_t mark = { 0, 0, 0 };
	const char *p = r->data, *end;

	if (at > r->n)
		at = r->n;
	while ((end = memchr(p, '\n', (size_t)(r->data + at - p))) != NULL) {
		mark.line++;
		p = end + 1;
	}
	mark.column = utf8_column(p, (size_t)(r->data + at - p), (size_t)(r->data + at - p)) - 1;
	return mark;
}

/* libyaml's own complaint. */
static int refuse_syntax(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	yaml_mark_t mark = p->problem_mark;

	if (p->error == YAML_MEMORY_ERROR)
		mem_exhausted(0);
	if (p->error == YAML_READER_ERROR)
		mark = place(r, p->problem_offset);
	if (p->context)
		REFUSE(r, mark, _("%s (%s, line %zu)"), p->problem, p->context,
		       p->context_mark.line + 1);
	else
		REFUSE(r, mark, "%s", p->problem);
	return -1;
}

static int next_event(struct reader *r, yaml_event_t *event)
{
	return yaml_parser_parse(&r->parser, event) ? 0 : refuse_syntax(r);
}

static int is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0);
}

/* Escapes can write what the file itself may not hold. */
static void check_scalar(struct reader *r, const yaml_event_t *event)
{
	const char *s = (const char *)event->data.scalar.value;
	size_t i = 0, n = event->data.scalar.length;

	while (i < n) {
		uint32_t cp;
		size_t len = utf8_char(s + i, n - i, &cp);

		if (!len || is_control(cp)) {
			REFUSE(r, event->start_mark, _("control character in a value"));
			return;
		}
		i += len;
	}
}

static void check_properties(struct reader *r, const yaml_mark_t *mark, const yaml_char_t *anchor,
			     const yaml_char_t *tag)
{
	if (anchor)
		REFUSE(r, *mark, _("anchors are not allowed: '&%s'"), (const char *)anchor);
	if (tag)
		REFUSE(r, *mark, _("tags are not allowed: '%s'"), (const char *)tag);
}

static struct yaml_node *new_node(struct reader *r, enum yaml_type type, const yaml_mark_t *mark)
{
	struct yaml_node *node = arena_alloc(&r->doc->arena, sizeof(*node));

	node->type = type;
	node->line = mark->line + 1;
	node->column = mark->column + 1;
	node->s = "";
	return node;
}

static struct yaml_node *read_scalar(struct reader *r, const yaml_event_t *event)
{
	struct yaml_node *node = new_node(r, YAML_SCALAR, &event->start_mark);

	check_properties(r, &event->start_mark, event->data.scalar.anchor, event->data.scalar.tag);
	check_scalar(r, event);
	node->n = event->data.scalar.length;
	node->s = arena_strndup(&r->doc->arena, (const char *)event->data.scalar.value, node->n);
	node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	return node;
}

static struct yaml_node *read_alias(struct reader *r, const yaml_event_t *event)
{
	REFUSE(r, event->start_mark, _("aliases are not allowed: '*%s'"),
	       (const char *)event->data.alias.anchor);
	return new_node(r, YAML_SCALAR, &event->start_mark);
}

static struct yaml_node *read_node(struct reader *r, yaml_event_t *event);

static void add_value(struct list *list, struct yaml_node *value)
{
	MEM_GROW(list->value, list->n + 1, list->values_alloc);
	list->value[list->n++] = value;
}

static int read_items(struct reader *r, struct list *list)
{
	for (;;) {
		struct yaml_node *item;
		yaml_event_t event;

		if (next_event(r, &event) < 0)
			return -1;
		if (event.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&event);
			return 0;
		}
		item = read_node(r, &event);
		if (!item)
			return -1;
		add_value(list, item);
	}
}

static const struct yaml_node *find_key(struct list *list, const struct yaml_node *key)
{
	uint32_t id;
	size_t i;

	if (list->n < FEW_KEYS) {
		for (i = 0; i < list->n; i++)
			if (!strcmp(list->key[i]->s, key->s))
				return list->key[i];
		return NULL;
	}
	/* Ids count from 0, so that they are indexes into the keys as long as none is double. */
	for (i = list->seen.n; i < list->n; i++)
		intern_add(&list->seen, list->key[i]->s, list->key[i]->n);
	id = intern_find(&list->seen, key->s, key->n);
	return id == INTERN_NONE ? NULL : list->key[id];
}

static void check_key(struct reader *r, struct list *list, const struct yaml_node *key)
{
	const yaml_mark_t mark = { 0, key->line - 1, key->column - 1 };
	const struct yaml_node *first;

	if (key->type != YAML_SCALAR) {
		REFUSE(r, mark, _("a key must be a plain word or a string"));
		return;
	}
	if (key->plain && !strcmp(key->s, "<<"))
		REFUSE(r, mark, _("merge keys are not allowed: '%s'"), key->s);
	first = find_key(list, key);
	if (first)
		REFUSE(r, mark, _("duplicate key '%s' (first on line %zu)"), key->s, first->line);
}

static int read_pairs(struct reader *r, struct list *list)
{
	for (;;) {
		struct yaml_node *key, *value;
		yaml_event_t event;
		size_t before;
		int fine;

		if (next_event(r, &event) < 0)
			return -1;
		if (event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return 0;
		}
		key = read_node(r, &event);
		if (!key)
			return -1;
		before = r->errors;
		check_key(r, list, key);
		fine = r->errors == before;
		if (!fine && key->type == YAML_SCALAR)
			r->refused_keys += r->errors - before;
		if (next_event(r, &event) < 0)
			return -1;
		value = read_node(r, &event);
		if (!value)
			return -1;
		/* A refused key stays outside of the list: it may be double or no string. */
		if (fine) {
			MEM_GROW(list->key, list->n + 1, list->keys_alloc);
			list->key[list->n] = key;
			add_value(list, value);
		}
	}
}

static struct yaml_node *read_collection(struct reader *r, enum yaml_type type,
					 const yaml_mark_t *mark)
{
	struct list list = { NULL, NULL, 0, 0, 0, INTERN_INIT };
	struct yaml_node *node = NULL;
	int ret;

	if (r->depth == YAML_MAX_DEPTH) {
		REFUSE(r, *mark, _("nested deeper than %d"), YAML_MAX_DEPTH);
		return NULL;
	}
	r->depth++;
	ret = type == YAML_MAPPING ? read_pairs(r, &list) : read_items(r, &list);
	r->depth--;
	if (ret < 0)
		goto out;
	node = new_node(r, type, mark);
	node->size = list.n;
	node->item = arena_array(&r->doc->arena, list.n, sizeof(*node->item));
	if (list.n)
		memcpy(node->item, list.value, list.n * sizeof(*list.value));
	if (type == YAML_MAPPING) {
		node->key = arena_array(&r->doc->arena, list.n, sizeof(*node->key));
		if (list.n)
			memcpy(node->key, list.key, list.n * sizeof(*list.key));
	}
out:
	intern_release(&list.seen);
	free(list.key);
	free(list.value);
	return node;
}

/* The node that begins with `event`, which is deleted; NULL where reading cannot go on. */
static struct yaml_node *read_node(struct reader *r, yaml_event_t *event)
{
	struct yaml_node *node = NULL;
	yaml_mark_t mark = event->start_mark;
	yaml_event_type_t type = event->type;

	if (r->nodes++ == YAML_MAX_NODES) {
		REFUSE(r, mark, _("more than %d values"), YAML_MAX_NODES);
		type = YAML_NO_EVENT;
	} else if (type == YAML_SCALAR_EVENT) {
		node = read_scalar(r, event);
	} else if (type == YAML_ALIAS_EVENT) {
		node = read_alias(r, event);
	} else if (type == YAML_SEQUENCE_START_EVENT) {
		check_properties(r, &mark, event->data.sequence_start.anchor,
				 event->data.sequence_start.tag);
	} else if (type == YAML_MAPPING_START_EVENT) {
		check_properties(r, &mark, event->data.mapping_start.anchor,
				 event->data.mapping_start.tag);
	}
	yaml_event_delete(event);
	if (type == YAML_SEQUENCE_START_EVENT)
		node = read_collection(r, YAML_SEQUENCE, &mark);
	else if (type == YAML_MAPPING_START_EVENT)
		node = read_collection(r, YAML_MAPPING, &mark);
	return node;
}

static int read_document(struct reader *r)
{
	yaml_event_t event;

	if (next_event(r, &event) < 0)
		return -1;
	r->doc->root = read_node(r, &event);
	if (!r->doc->root || next_event(r, &event) < 0)
		return -1;
	yaml_event_delete(&event); /* the end of the document */
	return 0;
}

static int read_stream(struct reader *r)
{
	yaml_event_type_t type;
	yaml_event_t event;
	int documents = 0;

	do {
		yaml_mark_t mark;

		if (next_event(r, &event) < 0)
			return -1;
		type = event.type;
		mark = event.start_mark;
		yaml_event_delete(&event);
		if (type != YAML_DOCUMENT_START_EVENT)
			continue;
		if (documents++) {
			REFUSE(r, mark, _("a second document is not allowed"));
			return -1;
		}
		if (read_document(r) < 0)
			return -1;
	} while (type != YAML_STREAM_END_EVENT);
	return 0;
}

static int looks_like_utf16(const char *s, size_t n)
{
	return n >= 2 && (!memcmp(s, "\xFF\xFE", 2) || !memcmp(s, "\xFE\xFF", 2) ||
			  (!s[0] != !s[1]));
}

/* What libyaml must not see, or would complain about without saying where. */
static int check_bytes(struct reader *r)
{
	yaml_mark_t start = { 0, 0, 0 };
	size_t i;

	if (r->n > YAML_MAX_BYTES) {
		REFUSE(r, start, _("larger than %zu bytes"), YAML_MAX_BYTES);
		return -1;
	}
	if (looks_like_utf16(r->data, r->n)) {
		REFUSE(r, start, _("this is UTF-16; save it as UTF-8"));
		return -1;
	}
	i = utf8_valid(r->data, r->n);
	if (i < r->n) {
		yaml_mark_t mark = place(r, i);

		REFUSE(r, mark, _("invalid UTF-8: byte 0x%02X"), (unsigned char)r->data[i]);
		return -1;
	}
	for (i = 0; i < r->n; i++) {
		unsigned char c = (unsigned char)r->data[i];

		if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F) {
			yaml_mark_t mark = place(r, i);

			REFUSE(r, mark, _("control character 0x%02X"), c);
			return -1;
		}
	}
	return 0;
}

static int load(struct reader *r)
{
	int ret;

	if (check_bytes(r) < 0)
		return -1;
	if (!yaml_parser_initialize(&r->parser))
		mem_exhausted(0);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->data, r->n);
	ret = read_stream(r);
	yaml_parser_delete(&r->parser);
	return ret;
}

int yaml_load_partly(struct yaml_doc *doc, const char *name, const char *data, size_t n,
		     struct findings *findings, struct err *err)
{
	struct reader r = { .doc = doc, .findings = findings, .data = data, .n = n };

	/* Without the BOM columns count from the first character that people see. */
	if (n >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3)) {
		r.data += 3;
		r.n -= 3;
	}
	doc->path = name;
	doc->root = NULL;
	if (load(&r) == 0 && r.errors == r.refused_keys)
		return r.errors > 0;
	yaml_release(doc);
	return err_set(err, STATUS_INPUT, _("'%s' cannot be used"), name);
}

int yaml_load_memory(struct yaml_doc *doc, const char *name, const char *data, size_t n,
		     struct findings *findings, struct err *err)
{
	int ret = yaml_load_partly(doc, name, data, n, findings, err);

	if (ret <= 0)
		return ret;
	yaml_release(doc);
	return err_set(err, STATUS_INPUT, _("'%s' cannot be used"), name);
}

int yaml_load(struct yaml_doc *doc, const char *path, struct findings *findings, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	int ret;

	errno = 0;
	ret = file_read(path, YAML_MAX_BYTES, &text, err);
	if (ret == 0)
		ret = yaml_load_memory(doc, path, text.buf, text.len, findings, err);
	else if (errno == EFBIG && err->status == STATUS_INPUT)
		finding_add(findings, GRADE_ERROR, path, 1, 1, _("larger than %zu bytes"),
			    YAML_MAX_BYTES);
	strbuf_release(&text);
	return ret;
}

void yaml_release(struct yaml_doc *doc)
{
	arena_release(&doc->arena);
	*doc = (struct yaml_doc)YAML_DOC_INIT;
}

struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	size_t i;

	if (!map || map->type != YAML_MAPPING)
		return NULL;
	for (i = 0; i < map->size; i++)
		if (!strcmp(map->key[i]->s, key))
			return map->item[i];
	return NULL;
}
