#include "base/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"

void findings_release(struct findings *f)
{
	arena_release(&f->arena);
	free(f->list);
	*f = (struct findings)FINDINGS_INIT;
}

struct finding *finding_vadd(struct findings *f, enum grade grade, const char *file, size_t line,
			     size_t column, const char *fmt, va_list ap)
{
	struct strbuf msg = STRBUF_INIT;
	struct finding *x;

	f->count[grade]++;
	if (f->n >= FINDINGS_KEPT)
		return NULL;
	strbuf_vaddf(&msg, fmt, ap);
	MEM_GROW(f->list, f->n + 1, f->alloc);
	x = &f->list[f->n++];
	x->grade = grade;
	x->file = file;
	x->line = line;
	x->column = column;
	x->msg = arena_strndup(&f->arena, msg.buf, msg.len);
	x->excerpt = NULL;
	strbuf_release(&msg);
	return x;
}

struct finding *finding_add(struct findings *f, enum grade grade, const char *file, size_t line,
			    size_t column, const char *fmt, ...)
{
	struct finding *x;
	va_list ap;

	va_start(ap, fmt);
	x = finding_vadd(f, grade, file, line, column, fmt, ap);
	va_end(ap);
	return x;
}

void finding_excerpt(struct findings *f, struct finding *x, const char *line, size_t n)
{
	if (x && n <= FINDING_EXCERPT_MAX)
		x->excerpt = arena_strndup(&f->arena, line, n);
}

static void pass_on(const struct finding *x, struct findings *into)
{
	struct finding *copy = finding_add(into, x->grade, x->file ? arena_strdup(&into->arena, x->file) : NULL,
					   x->line, x->column, "%s", x->msg);

	if (x->excerpt)
		finding_excerpt(into, copy, x->excerpt, strlen(x->excerpt));
}

void findings_pass_on(struct findings *from, struct findings *into)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(from->count); i++)
		into->count[i] += from->count[i];
	for (i = 0; i < from->n; i++) {
		into->count[from->list[i].grade]--; /* pass_on() counts what was kept */
		pass_on(&from->list[i], into);
	}
	findings_release(from);
}

int findings_has_error(const struct findings *f)
{
	return f->count[GRADE_ERROR] > 0;
}
