#include "report/stepwho.h"

static const char *value(const struct classmap *map, const struct symbols *symbols, int column,
			 const uint32_t *class)
{
	int slot = map->slot[column];

	return slot < 0 ? "" : symbols_str(symbols, column, class[slot]);
}

void stepwho_find(struct receivers *r, const struct policy_set *set, const struct classmap *map,
		  const struct symbols *symbols, const struct history *h,
		  const struct escalate_step *s)
{
	const struct policy *p = policy_set_now(set);
	uint32_t class[COLUMN_MAX], department = 0, owner = 0;
	struct receivers_who who;

	history_class(h, s->upto, map, class);
	who.department = value(map, symbols, COLUMN_DEPARTMENT, class);
	who.owner = value(map, symbols, COLUMN_OWNER, class);
	if (s->task)
		clock_part_who(s->clock, s->task, h, s->upto, map, symbols, &department, &owner);
	if (department)
		who.department = symbols_str(symbols, COLUMN_DEPARTMENT, department);
	if (department || owner)
		who.owner = symbols_str(symbols, COLUMN_OWNER, owner);
	receivers_of_step(r, p, s->step, &who, zone_day(p->zone, s->due));
}
