/* io/yaml: which YAML is taken, as what, and with which words the rest is refused. */
#include "io/yaml.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "shared.h"

static struct yaml_doc doc = YAML_DOC_INIT;
static struct findings findings = FINDINGS_INIT;
static struct err err = ERR_INIT;

static void teardown(void)
{
	yaml_release(&doc);
	findings_release(&findings);
}

TestSuite(yaml, .fini = teardown);

static int load(const char *text, size_t n)
{
	return yaml_load_memory(&doc, "t.yaml", text, n, &findings, &err);
}

static void takes(const char *text)
{
	cr_assert_eq(load(text, strlen(text)), 0, "%s: %s", text,
		     findings.n ? findings.list[0].msg : err.msg);
	cr_assert_eq(findings.n, 0);
}

static void found(size_t i, size_t line, size_t column, const char *msg)
{
	cr_assert_gt(findings.n, i, "no finding %zu", i);
	cr_assert_str_eq(findings.list[i].msg, msg);
	cr_assert_eq(findings.list[i].line, line, "%s: line %zu", msg, findings.list[i].line);
	cr_assert_eq(findings.list[i].column, column, "%s: column %zu", msg,
		     findings.list[i].column);
	cr_assert_eq(findings.list[i].grade, GRADE_ERROR);
	cr_assert_str_eq(findings.list[i].file, "t.yaml");
}

static void refuses_bytes(const char *text, size_t n, size_t line, size_t column, const char *msg)
{
	cr_assert_eq(load(text, n), -1, "taken: %s", text);
	cr_assert_eq(err.status, STATUS_INPUT);
	cr_assert_str_eq(err.msg, "'t.yaml' cannot be used");
	cr_assert_null(doc.root);
	found(0, line, column, msg);
	teardown();
}

static void refuses(const char *text, size_t line, size_t column, const char *msg)
{
	refuses_bytes(text, strlen(text), line, column, msg);
}

static void scalar(const struct yaml_node *x, const char *want, int plain)
{
	cr_assert_not_null(x);
	cr_assert_eq(x->type, YAML_SCALAR);
	cr_assert_str_eq(x->s, want);
	cr_assert_eq(x->n, strlen(want));
	cr_assert_eq(x->plain, plain, "%s", want);
}

Test(yaml, a_tree_with_places)
{
	const struct yaml_node *x;

	takes("# desk\nname: 商场\nhours: [ '09:00', \"a b\" ]\nsteps:\n  - do: call\n");
	cr_assert_eq(doc.root->type, YAML_MAPPING);
	cr_assert_eq(doc.root->size, 3);
	scalar(doc.root->key[0], "name", 1);
	scalar(yaml_get(doc.root, "name"), "商场", 1);
	x = yaml_get(doc.root, "hours");
	cr_assert_eq(x->type, YAML_SEQUENCE);
	cr_assert_eq(x->size, 2);
	cr_assert_eq(x->line, 3);
	cr_assert_eq(x->column, 8);
	scalar(x->item[0], "09:00", 0);
	scalar(x->item[1], "a b", 0);
	x = yaml_get(yaml_get(doc.root, "steps")->item[0], "do");
	scalar(x, "call", 1);
	cr_assert_eq(x->line, 5);
	cr_assert_eq(x->column, 9);
}

Test(yaml, columns_count_characters)
{
	takes("{ 名: 王芳, b: c }");
	cr_assert_eq(yaml_get(doc.root, "b")->column, 13);
}

Test(yaml, every_scalar_is_the_text_as_written)
{
	takes("a: no\nb: 8:30\nc: 17:30:00\nd: 1.20\ne: 017\nf: ~\ng: 2024-02-30\nh:\ni: null\n");
	scalar(yaml_get(doc.root, "a"), "no", 1);
	scalar(yaml_get(doc.root, "b"), "8:30", 1);
	scalar(yaml_get(doc.root, "c"), "17:30:00", 1);
	scalar(yaml_get(doc.root, "d"), "1.20", 1);
	scalar(yaml_get(doc.root, "e"), "017", 1);
	scalar(yaml_get(doc.root, "f"), "~", 1);
	scalar(yaml_get(doc.root, "g"), "2024-02-30", 1);
	scalar(yaml_get(doc.root, "h"), "", 1);
	scalar(yaml_get(doc.root, "i"), "null", 1);
}

Test(yaml, an_absent_key_or_mapping_is_null)
{
	takes("a: b\n");
	cr_assert_null(yaml_get(doc.root, "c"));
	cr_assert_null(yaml_get(yaml_get(doc.root, "a"), "c"));
	cr_assert_null(yaml_get(NULL, "c"));
}

Test(yaml, an_empty_file_has_no_root)
{
	takes("");
	cr_assert_null(doc.root);
	takes("# only a comment\n");
	cr_assert_null(doc.root);
	takes("\xEF\xBB\xBF");
	cr_assert_null(doc.root);
}

Test(yaml, a_bom_and_crlf_are_taken)
{
	takes("\xEF\xBB\xBF" "a: b\r\nc: d\r\n");
	cr_assert_eq(doc.root->column, 1);
	scalar(yaml_get(doc.root, "a"), "b", 1);
	scalar(yaml_get(doc.root, "c"), "d", 1);
}

Test(yaml, anchors_aliases_and_tags_are_refused_all_in_one_run)
{
	cr_assert_eq(load("a: &x 1\nb: *x\nc: !!int 1\nd: ! 2\n", 32), -1);
	found(0, 1, 4, "anchors are not allowed: '&x'");
	found(1, 2, 4, "aliases are not allowed: '*x'");
	found(2, 3, 4, "tags are not allowed: 'tag:yaml.org,2002:int'");
	found(3, 4, 4, "tags are not allowed: '!'");
	cr_assert_eq(findings.n, 4);
	cr_assert_str_eq(findings.list[1].excerpt, "b: *x");
}

Test(yaml, anchors_and_tags_on_collections_are_refused)
{
	refuses("a: &x [1]\n", 1, 4, "anchors are not allowed: '&x'");
	refuses("a: !set {b: c}\n", 1, 4, "tags are not allowed: '!set'");
}

Test(yaml, merge_keys_are_refused_but_not_the_string)
{
	refuses("a:\n  <<: {b: c}\n", 2, 3, "merge keys are not allowed: '<<'");
	takes("'<<': b\n");
}

Test(yaml, duplicate_keys_are_refused_with_the_first_line)
{
	refuses("sla: 8h\nx: y\nsla: 4h\n", 3, 1, "duplicate key 'sla' (first on line 1)");
	refuses("a: 1\n'a': 2\n", 2, 1, "duplicate key 'a' (first on line 1)");
	takes("- { a: 1 }\n- { a: 2 }\n");
}

Test(yaml, a_duplicate_among_many_keys_is_found)
{
	struct strbuf text = STRBUF_INIT;
	int i;

	for (i = 0; i < 3000; i++)
		strbuf_addf(&text, "k%d: &a %d\n", i, i);
	strbuf_addstr(&text, "k2999: 1\nk7: 2\n");
	cr_assert_eq(load(text.buf, text.len), -1);
	cr_assert_eq(findings.count[GRADE_ERROR], 3002);
	findings_release(&findings);
	strbuf_reset(&text);
	for (i = 0; i < 3000; i++)
		strbuf_addf(&text, "k%d: %d\n", i, i);
	takes(text.buf);
	cr_assert_eq(doc.root->size, 3000);
	scalar(yaml_get(doc.root, "k2999"), "2999", 1);
	yaml_release(&doc);
	strbuf_addstr(&text, "k2999: 1\nk7: 2\n");
	cr_assert_eq(load(text.buf, text.len), -1);
	found(0, 3001, 1, "duplicate key 'k2999' (first on line 3000)");
	found(1, 3002, 1, "duplicate key 'k7' (first on line 8)");
	strbuf_release(&text);
}

Test(yaml, keys_must_be_scalars)
{
	refuses("? [a, b]\n: c\n", 1, 3, "a key must be a plain word or a string");
	refuses("{a: b}: c\n", 1, 1, "a key must be a plain word or a string");
}

Test(yaml, a_second_document_is_refused)
{
	refuses("a: b\n---\nc: d\n", 2, 1, "a second document is not allowed");
	takes("---\na: b\n...\n");
}

Test(yaml, sixteen_levels_are_taken_and_seventeen_refused)
{
	takes("[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]");
	refuses("[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]", 1, 17, "nested deeper than 16");
}

Test(yaml, syntax_errors_have_their_place)
{
	refuses("a: b: c\n", 1, 5, "mapping values are not allowed in this context");
	refuses("a:\n\t- b\n", 2, 1,
		"found character that cannot start any token (while scanning for the next token,"
		" line 2)");
	refuses("a: [b\n", 2, 1,
		"did not find expected ',' or ']' (while parsing a flow sequence, line 1)");
	refuses("a: 'b\n", 2, 1,
		"found unexpected end of stream (while scanning a quoted scalar, line 1)");
}

Test(yaml, bytes_that_are_no_text_are_refused_with_their_place)
{
	refuses_bytes("\xFF\xFE" "a\0", 4, 1, 1, "this is UTF-16; save it as UTF-8");
	refuses_bytes("\0a\0:", 4, 1, 1, "this is UTF-16; save it as UTF-8");
	refuses("a: b\n商: caf\xE9\n", 2, 7, "invalid UTF-8: byte 0xE9");
	refuses_bytes("a: b\nc: \0\n", 10, 2, 4, "control character 0x00");
	refuses("a: \x1b[31m\n", 1, 4, "control character 0x1B");
	refuses("a: b\nc: \xC2\x9B\n", 2, 4, "control characters are not allowed");
}

Test(yaml, escapes_cannot_smuggle_control_characters_in)
{
	refuses("a: \"\\e[31m\"\n", 1, 4, "control character in a value");
	refuses("a: \"\\0\"\n", 1, 4, "control character in a value");
	refuses("a: \"\\x9b\"\n", 1, 4, "control character in a value");
	takes("a: \"\\n\\t\"\n");
	scalar(yaml_get(doc.root, "a"), "\n\t", 0);
}

Test(yaml, more_than_one_mebibyte_is_refused)
{
	char *text = mem_alloc(YAML_MAX_BYTES + 1);

	memset(text, '#', YAML_MAX_BYTES + 1);
	cr_assert_eq(load(text, YAML_MAX_BYTES), 0);
	refuses_bytes(text, YAML_MAX_BYTES + 1, 1, 1, "larger than 1048576 bytes");
	free(text);
}

Test(yaml, a_missing_file_is_no_finding)
{
	cr_assert_eq(yaml_load(&doc, "/nonexistent/a.yaml", &findings, &err), -1);
	cr_assert_eq(err.status, STATUS_SYSTEM);
	cr_assert_eq(findings.n, 0);
}

/*
 * Loads in a child, so that its peak memory can be told. `path` NULL loads the memory. Returns
 * the exit status: 0 taken, 3 refused with a finding.
 */
static int load_in_child(const char *name, const char *path, const char *data, size_t n)
{
	struct rusage use;
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int ret = path ? yaml_load(&doc, path, &findings, &err)
			       : load(data, n);

		_exit(ret == 0 ? 0 : findings.n && findings.list[0].line ? 3 : 1);
	}
	cr_assert_eq(wait4(pid, &status, 0, &use), pid);
	printf("%s: status %d, %ld KiB, %ld.%03ld s\n", name, WEXITSTATUS(status), use.ru_maxrss,
	       (long)use.ru_utime.tv_sec, (long)use.ru_utime.tv_usec / 1000);
	cr_assert(WIFEXITED(status), "%s: died of signal %d", name, WTERMSIG(status));
	cr_assert_lt(use.ru_maxrss, 64 * 1024 * SANITIZER_FACTOR, "%s: %ld KiB", name, use.ru_maxrss);
	return WEXITSTATUS(status);
}

/* `unit` as often as it fits into `bytes`, after `start`. */
static int bomb(const char *name, const char *start, const char *unit, size_t bytes)
{
	struct strbuf text = STRBUF_INIT;
	int status;

	strbuf_addstr(&text, start);
	while (text.len + strlen(unit) <= bytes)
		strbuf_addstr(&text, unit);
	status = load_in_child(name, NULL, text.buf, text.len);
	strbuf_release(&text);
	return status;
}

Test(yaml, bombs_of_our_own_are_refused_in_little_memory)
{
	cr_assert_eq(bomb("brackets", "", "[", 200000), 3);
	cr_assert_eq(bomb("braces", "", "{", 200000), 3);
	cr_assert_eq(bomb("dashes", "", "- ", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("question marks", "", "? ", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("anchors", "", "- &a b\n", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("aliases", "- &a b\n", "- *a\n", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("tags", "", "- !a b\n", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("many values", "[", "a,", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("many mappings", "", "- {a: b}\n", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("duplicates", "", "a: b\n", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("one long line", "a: '", "b", YAML_MAX_BYTES), 3);
	cr_assert_eq(bomb("one long value", "a: ", "b", YAML_MAX_BYTES), 0);
	cr_assert_eq(bomb("one long key", "", "b", YAML_MAX_BYTES), 0);
}

Test(yaml, the_hostile_files_are_refused_in_little_memory)
{
	const char *folder = shared_path("data/yaml-bombs");
	struct dirent *entry;
	int files = 0;
	DIR *dir = opendir(folder);

	while ((entry = readdir(dir)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');
		char *path;

		if (!dot || strcmp(dot, ".yaml"))
			continue;
		path = file_join(folder, entry->d_name);
		cr_assert_eq(load_in_child(entry->d_name, path, NULL, 0),
			     strcmp(entry->d_name, "norway_sexagesimal.yaml") ? 3 : 0, "%s", path);
		free(path);
		files++;
	}
	closedir(dir);
	cr_assert_eq(files, 10);
}

Test(yaml, norway_and_sexagesimal_numbers_are_plain_strings)
{
	const char *path = shared_path("data/yaml-bombs/norway_sexagesimal.yaml");

	cr_assert_eq(yaml_load(&doc, path, &findings, &err), 0);
	scalar(yaml_get(doc.root, "country"), "no", 1);
	scalar(yaml_get(doc.root, "hours"), "8:30", 1);
	scalar(yaml_get(doc.root, "close"), "17:30:00", 1);
	scalar(yaml_get(doc.root, "ver"), "1.20", 1);
	scalar(yaml_get(doc.root, "oct"), "0o17", 1);
	scalar(yaml_get(doc.root, "old"), "017", 1);
	scalar(yaml_get(doc.root, "yes"), "y", 1);
	scalar(yaml_get(doc.root, "date"), "2024-02-30", 1);
	scalar(yaml_get(doc.root, "null_"), "~", 1);
}
