/* What desks are called in a report of several. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/desknames.h"

static const char *name[8];

static void names(const char *const *place, size_t n)
{
	desknames(place, n, name);
}

Test(desknames, a_desk_is_called_by_the_last_part_of_its_path)
{
	const char *place[] = { "/srv/east", "/srv/west" };

	names(place, 2);
	cr_expect_str_eq(name[0], "east");
	cr_expect_str_eq(name[1], "west");
}

Test(desknames, the_same_name_twice_is_told_apart_by_the_path)
{
	const char *place[] = { "/srv/north/shop", "/srv/mall", "/srv/south/shop" };

	names(place, 3);
	cr_expect_str_eq(name[0], "north/shop");
	cr_expect_str_eq(name[1], "mall");
	cr_expect_str_eq(name[2], "south/shop");
}

Test(desknames, as_many_parts_as_it_takes)
{
	const char *place[] = { "/a/x/shop", "/b/x/shop", "/c/y/shop" };

	names(place, 3);
	cr_expect_str_eq(name[0], "a/x/shop");
	cr_expect_str_eq(name[1], "b/x/shop");
	cr_expect_str_eq(name[2], "y/shop");
}

Test(desknames, a_path_that_is_the_end_of_another_keeps_its_slash)
{
	const char *place[] = { "/shop", "/srv/shop", "/" };

	names(place, 3);
	cr_expect_str_eq(name[0], "/shop");
	cr_expect_str_eq(name[1], "srv/shop");
	cr_expect_str_eq(name[2], "/");
}

Test(desknames, the_order_of_the_places_does_not_matter)
{
	const char *one[] = { "/a/shop", "/b/shop", "/c/mall" }, *other[] = { "/c/mall", "/b/shop", "/a/shop" };
	size_t i;

	names(one, 3);
	for (i = 0; i < 3; i++) {
		const char *got[3];

		desknames(other, 3, got);
		cr_expect_str_eq(got[2 - i], name[i]);
	}
}

static char dir[] = "/tmp/sd-desknames.XXXXXX";

static void make_tree(void)
{
	cr_assert_not_null(mkdtemp(dir));
	cr_assert_eq(chdir(dir), 0);
	cr_assert_eq(mkdir("shop", 0700), 0);
	cr_assert_eq(symlink("shop", "link"), 0);
	cr_assert_eq(mkdir("shop/deep", 0700), 0);
}

static void remove_tree(void)
{
	cr_expect_eq(unlink("link"), 0);
	cr_expect_eq(rmdir("shop/deep"), 0);
	cr_expect_eq(rmdir("shop"), 0);
	cr_expect_eq(chdir("/"), 0);
	cr_expect_eq(rmdir(dir), 0);
}

static void same(const char *path, const char *tail)
{
	char *place = deskname_place(path);
	size_t n = strlen(place), k = strlen(tail);

	cr_expect(n > k && !strcmp(place + n - k, tail), "'%s' is at '%s'", path, place);
	cr_expect_eq(place[0], '/');
	free(place);
}

Test(desknames, all_paths_that_lead_to_a_desk_give_one_place, .init = make_tree, .fini = remove_tree)
{
	same("shop", "/shop");
	same("shop/", "/shop");
	same("./shop/../shop", "/shop");
	same("link", "/shop");
	same("shop/cases.csv", "/shop");
	same("link/cases.csv", "/shop");
}

Test(desknames, a_lone_log_and_what_does_not_exist_have_a_place_too, .init = make_tree, .fini = remove_tree)
{
	same("link/east.csv", "/shop/east.csv");
	same("nowhere/", "/nowhere");
	same("nowhere/at/all", "/nowhere/at/all");
}
