/*
 * import_file: the foreign table that `sd log import` and `sd survey import` take: their options, opening it
 * (more than once, standard input too), and the rows that were set aside.
 */
#ifndef SD_CMD_IMPORT_FILE_H
#define SD_CMD_IMPORT_FILE_H

#include "cli.h"
#include "domain/importrows.h"
#include "io/csv.h"

/* Options of both commands; ends with a row whose name is NULL. */
extern const struct cli_option import_file_options[];

struct import_file {
	struct cli *cli;
	const char *path, *map, *rejected;
	int strict;
	struct strbuf input;             /* standard input, which cannot be read twice */
};
#define IMPORT_FILE_INIT(cli) { (cli), NULL, NULL, NULL, 0, STRBUF_INIT }

/* The command line, after cli_begin(). 0, or -1 with cli->err. */
int import_file_parse(struct import_file *f);
void import_file_release(struct import_file *f);

/* As findings call it; lives as long as the command line. */
const char *import_file_name(const struct import_file *f);

/* A reader whose header was read; NULL with cli->err. */
struct csv_reader *import_file_open(struct import_file *f, const struct importtable *table,
				    struct findings *findings);

/* Writes the rows set aside (sorted) with their header to --rejected, else into the folder `dir`. */
int import_file_keep_rejected(struct import_file *f, const struct importrows *rows,
			      const char *dir);

#endif
