#include "domain/answerwriter.h"

#include <string.h>

int answerwriter_begin(struct answerwriter *w, const char *path, struct logwriter *log,
		       struct err *err)
{
	const struct rowwriter_options o = {
		.path = path, .under = &log->rows.file, .columns = vocabulary_of_answers(),
		.zone = log->o.zone, .now = log->o.now, .not_before = log->rows.key,
		.wait_ms = log->o.wait_ms, .unsafe_share = log->o.unsafe_share,
	};

	if (rowwriter_begin(&w->rows, &o, log->findings, err) < 0)
		return -1;
	if (!w->rows.torn.n)
		return 0;
	if (logwriter_repaired(log, path, &w->rows.torn, err) == 0) {
		w->rows.o.not_before = log->rows.key;
		return 0;
	}
	answerwriter_end(w, NULL);
	return -1;
}

int answerwriter_add(struct answerwriter *w, const char *const cell[ANSWERS_COLUMNS], instant at,
		     char check[ROW_CHECK_HEX + 1], struct err *err)
{
	struct span span[COLUMN_MAX] = { 0 };

	for (int c = 0; c < ANSWERS_COLUMNS; c++)
		if (cell[c] && *cell[c])
			span[c] = (struct span){ cell[c], (uint32_t)strlen(cell[c]) };
	if (rowwriter_add(&w->rows, span, at, err) < 0)
		return -1;
	if (check)
		memcpy(check, w->rows.chain.check, ROW_CHECK_HEX + 1);
	return 0;
}

int answerwriter_commit(struct answerwriter *w, struct err *err)
{
	return rowwriter_commit(&w->rows, err);
}

int answerwriter_end(struct answerwriter *w, struct err *err)
{
	return rowwriter_end(&w->rows, err);
}
