/*
 * desknames: what each of several desks is called in one report.
 *
 *	char *place = deskname_place("shops/east/cases.csv");          // "/srv/shops/east"
 *	desknames(place, n, name);                                     // "east"
 *
 * A desk is called by the last part of the path of its folder (a lone log by its file's); where two have the
 * same, these by as many parts more as tell them apart: "north/shop", "south/shop". The names are unique and do
 * not depend on the order of the places.
 */
#ifndef SD_DOMAIN_DESKNAMES_H
#define SD_DOMAIN_DESKNAMES_H

#include <stddef.h>

/* Absolute path of the desk that is meant by a folder or a log: the same for all paths that lead to it. Caller frees. */
char *deskname_place(const char *path);

/* name[i] points into place[i]. The places must differ. */
void desknames(const char *const *place, size_t n, const char **name);

#endif
