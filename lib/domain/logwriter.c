#include "domain/logwriter.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

/* --- begin and end ------------------------------------------------------------------------ */

int logwriter_repaired(struct logwriter *w, const char *path, const struct torn *torn,
		       struct err *err)
{
	struct span cell[COLUMN_MAX] = { 0 };
	const char *slash = strrchr(path, '/');
	struct strbuf text = STRBUF_INIT;
	int ret;

	strbuf_addf(&text, "%s %lld %zu %s", slash ? slash + 1 : path, (long long)torn->at, torn->n,
		    torn->sha256);
	cell[COLUMN_EVENT] = (struct span){ "repair", 6 };
	cell[COLUMN_BY] = (struct span){ "sd", 2 };
	cell[COLUMN_TEXT] = (struct span){ text.buf, (uint32_t)text.len };
	ret = logwriter_add(w, cell, w->o.now, err);
	strbuf_release(&text);
	if (ret < 0 || logwriter_commit(w, err) < 0)
		return -1;
	finding_add(w->findings, GRADE_WARNING, path, 0, 0,
		    _("the last write was torn: its %zu bytes from offset %lld on are kept "
		      "in '%s.torn' and a repair event is recorded"),
		    torn->n, (long long)torn->at, path);
	return 0;
}

int logwriter_begin(struct logwriter *w, const struct logwriter_options *options,
		    struct findings *findings, struct err *err)
{
	const struct rowwriter_options o = {
		.path = options->log, .lock = options->lock,
		.columns = vocabulary_of_log(options->set), .zone = options->zone,
		.now = options->now, .not_before = INSTANT_NONE, .wait_ms = options->wait_ms,
		.unsafe_share = options->unsafe_share,
	};

	w->o = *options;
	w->findings = findings;
	if (rowwriter_begin(&w->rows, &o, findings, err) == 0 &&
	    (!w->rows.torn.n || logwriter_repaired(w, w->o.log, &w->rows.torn, err) == 0))
		return 0;
	logwriter_end(w, NULL);
	return -1;
}

int logwriter_commit(struct logwriter *w, struct err *err)
{
	return rowwriter_commit(&w->rows, err);
}

int logwriter_end(struct logwriter *w, struct err *err)
{
	int ret = rowwriter_end(&w->rows, err);

	intern_release(&w->dates);
	free(w->highest);
	*w = (struct logwriter)LOGWRITER_INIT;
	return ret;
}

int logwriter_add(struct logwriter *w, const struct span cell[COLUMN_MAX], instant at,
		  struct err *err)
{
	return rowwriter_add(&w->rows, cell, at, err);
}
