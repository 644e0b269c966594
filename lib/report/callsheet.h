/*
 * callsheet: whom to ask now, and what the caller needs to know (`sd survey due`).
 *
 *	struct callsheet sheet = CALLSHEET_INIT;
 *	if (callsheet_read(&sheet, &options, &log, &findings, &err) < 0) ...
 *	callsheet_text(&sheet, &out, &style);          // or _csv, _json, _markdown, _html
 *	callsheet_release(&sheet);
 *
 * On it are the cases that rules/survey.h finds, that match the survey's `for`, are in its sample, and whose customer
 * has a contact. Those whose time runs out first come first. Whoever is named in a field of staff (`about`) never asks; with
 * `not-own: true` nor does whoever owns the case or resolved it: with `by` those cases are left out.
 *
 * Codes and texts as in the log, the customer's name in its place; renderers for people translate the codes.
 */
#ifndef SD_REPORT_CALLSHEET_H
#define SD_REPORT_CALLSHEET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "domain/customers.h"
#include "domain/scan.h"
#include "report/render.h"
#include "rules/survey.h"

struct callsheet_case {
	caseid id;
	const struct policy *policy;     /* in force at its open */
	struct survey_ask ask;
	const char *shown;               /* the id as written, with its prefix */
	const char *form;                /* "survey", "survey-2" ... */
	const char *customer, *name, *contact;
	const char *handler;             /* owner, else who resolved it, else whose event it follows */
	const char *kind, *category;
	const char *text, *result;       /* what it was opened with; of the resolve, else of the event it follows */
};

struct callsheet {
	struct arena arena;
	struct callsheet_case *item;
	size_t n, alloc;
	const struct policy **policy;    /* whose questions are asked, by valid-from */
	size_t npolicies;
	instant now;
	const struct zone *zone;
	const char *by;                  /* who asks, or NULL: anybody */
	size_t without_contact, own;     /* cases left out */
};

#define CALLSHEET_INIT { .arena = ARENA_INIT }

struct callsheet_options {
	const struct policy_set *set;
	const char *surveys;             /* path */
	const struct customers *customers;
	const struct zone *zone;
	instant now;
	const char *by;                  /* or NULL */
};

/* -1 with err: reading failed. Damage is findings of the log's. */
int callsheet_read(struct callsheet *sheet, const struct callsheet_options *options,
		   struct caselog *log, struct findings *findings, struct err *err);
void callsheet_release(struct callsheet *sheet);

void callsheet_text(const struct callsheet *sheet, struct strbuf *out,
		    const struct report_style *style);
void callsheet_markdown(const struct callsheet *sheet, struct strbuf *out,
			const struct report_style *style);
/* One page for the printer (A4): boxes to tick, lines to write on. */
void callsheet_html(const struct callsheet *sheet, struct strbuf *out, const char *lang);
void callsheet_json(const struct callsheet *sheet, struct strbuf *out);
/* An empty column for each question. `guard`: texts that spreadsheets take for formulas get a ' before them. */
void callsheet_csv(const struct callsheet *sheet, struct strbuf *out, int guard);

#endif
