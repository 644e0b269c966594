/*
 * finding: bad data is graded, placed and reported, and reading goes on.
 *
 *	struct findings f = FINDINGS_INIT;
 *	finding_add(&f, GRADE_ERROR, "cases.csv", 17, 4, "unknown event '%s'", name);
 *	...                                   // cmd/ prints them all, exit status 3 if any error
 *	findings_release(&f);
 *
 * Lines and columns are 1-based; a column counts characters; 0 means "not known". The file name
 * is borrowed until findings_release(). At most FINDINGS_KEPT are kept, all are counted.
 * finding_add() may be called from one thread at a time only.
 */
#ifndef SD_BASE_FINDING_H
#define SD_BASE_FINDING_H

#include <stdarg.h>
#include <stddef.h>

#include "base/arena.h"

enum grade { GRADE_NOTE, GRADE_WARNING, GRADE_ERROR };

#define FINDINGS_KEPT 1000
#define FINDING_EXCERPT_MAX 500

struct finding {
	enum grade grade;
	const char *file;    /* NULL: about no file */
	size_t line, column;
	const char *msg;     /* lives in the arena */
	const char *excerpt; /* the line itself, for the caret, or NULL */
};

struct findings {
	struct arena arena;
	struct finding *list;
	size_t n, alloc;         /* kept */
	size_t count[3];         /* all, by grade */
};

#define FINDINGS_INIT { ARENA_INIT, NULL, 0, 0, { 0, 0, 0 } }

void findings_release(struct findings *f);

/* Returns the finding where it was kept (to add an excerpt), else NULL. */
__attribute__((format(printf, 6, 7)))
struct finding *finding_add(struct findings *f, enum grade grade, const char *file, size_t line,
			    size_t column, const char *fmt, ...);
__attribute__((format(printf, 6, 0)))
struct finding *finding_vadd(struct findings *f, enum grade grade, const char *file, size_t line,
			     size_t column, const char *fmt, va_list ap);

/*
 * Attach a copy of the line (without its end) to a finding; NULL does nothing. Lines longer than
 * FINDING_EXCERPT_MAX bytes are left out: a caret helps nobody there, and memory stays bounded.
 */
void finding_excerpt(struct findings *f, struct finding *x, const char *line, size_t n);

/* Hand all of them on, files' names and excerpts too, in the order in which they stand, and release `from`. */
void findings_pass_on(struct findings *from, struct findings *into);

/* Has any error been found? */
int findings_has_error(const struct findings *f);

#endif
