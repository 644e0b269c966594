# sd: a service desk in plain text.        make help tells what there is to make.
#
# One non-recursive makefile; everything built lies under $(B). The programs find their data relative to
# themselves: build/sd in build/share/{sd,locale}, an installed bin/sd in ../share/{sd,locale}.

B       = build
CC      = cc
CFLAGS  = -O2 -g
JOBS    = $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
PREFIX  = /usr/local
DESTDIR =
bindir  = $(PREFIX)/bin
datadir = $(PREFIX)/share
mandir  = $(datadir)/man

# The names of the one program.
LINKS = sd-init sd-log sd-escalate sd-survey sd-report sd-policy

MAKEFLAGS += --no-builtin-rules --no-print-directory
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(JOBS)
endif
.SUFFIXES:
.DELETE_ON_ERROR:

# V=1 shows the commands.
Q = $(if $(V),,@)
say = @$(if $(V),:,printf '%-9s%s\n' $(1) $@)

all:

# --- what this machine has --------------------------------------------------------------------------

# demo and the tests install what is missing; the other goals say what it is. tests/deps knows how.
DEMO_GOALS = demo bench
TEST_GOALS = test test-unit test-cli test-lint test-asan unit update-lint
NO_BUILD   = install-files clean help uninstall po-update deps
GOALS      = $(or $(MAKECMDGOALS),all)
CONFIG     = $(B)/config$(subst /,_,$(subst $() ,,$(CC:cc=))).mk
ifneq ($(filter-out $(NO_BUILD),$(GOALS)),)
include $(CONFIG)
endif

# Workbooks (sd report --format xlsx) through libxlsxwriter: yes, no, or where it is here. Looked for
# again, once, where it may have been installed since.
XLSX = auto
ifeq ($(filter yes no auto,$(XLSX)),)
$(error XLSX is yes, no or auto, not '$(XLSX)')
endif
ifeq ($(XLSX_FILE)$(MAKE_RESTARTS),)
ifneq ($(filter yes,$(XLSX))$(if $(filter auto,$(XLSX)),$(wildcard /usr/include/xlsxwriter.h /usr/local/include/xlsxwriter.h)),)
XLSX_AGAIN = FORCE
endif
endif
ifneq ($(and $(filter yes,$(XLSX)),$(MAKE_RESTARTS)),)
ifeq ($(XLSX_FILE),)
$(error XLSX=yes needs libxlsxwriter; '$(MAKE) deps' prints what to install)
endif
endif
ifneq ($(and $(XLSX_FILE),$(filter-out no,$(XLSX))),)
XLSX_FLAGS = -DSD_XLSX=$(XLSX_FILE)
endif
$(CONFIG): tests/deps $(XLSX_AGAIN)
	@mkdir -p $(@D)
	@CC='$(CC)' sh tests/deps $(if $(filter $(DEMO_GOALS) $(TEST_GOALS),$(GOALS)),install,check) \
		$(if $(filter $(TEST_GOALS),$(GOALS)),test,build)
	@CC='$(CC)' sh tests/deps config $@
$(B)/test-deps: tests/deps | $(CONFIG)
	@CC='$(CC)' sh tests/deps install test
	@touch $@

# --- flags ------------------------------------------------------------------------------------------

# What the code needs, apart from the user's CFLAGS and LDFLAGS.
SD_CFLAGS = -std=c11 -D_GNU_SOURCE -Ilib -pthread $(PLATFORM_FLAGS) $(XLSX_FLAGS) \
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wwrite-strings -Wpointer-arith -Wvla
ifdef DEVELOPER
SD_CFLAGS += $(STRICT_CFLAGS) -Werror
endif
ifdef SANITIZE
HARDEN_CFLAGS = -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
HARDEN_LDFLAGS =
UNIT_EXTRA = $(B)/tests/unit/leak.o -Wl,--wrap=criterion_internal_test_main
else
FORTIFY = $(if $(filter -O1 -O2 -O3 -Os -O,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif
COMPILE = $(CC) $(SD_CFLAGS) $(FORTIFY) $(HARDEN_CFLAGS) $(CFLAGS)
LINK    = $(COMPILE) $(HARDEN_LDFLAGS) $(LDFLAGS)

# --- sources ----------------------------------------------------------------------------------------

LIB_SRC   = $(sort $(wildcard lib/*/*.c))
CMD_SRC   = $(sort $(wildcard cmd/*.c))
TOOL_SRC  = $(sort $(wildcard tests/bench/*.c tests/helpers/*.c))
DESK_SRC  = $(sort $(wildcard tests/bench/desk/*.c))
UNIT_SRC  = $(sort $(wildcard tests/unit/test_*.c))
SRC       = $(LIB_SRC) $(CMD_SRC) $(TOOL_SRC) $(DESK_SRC)
LIB_OBJ   = $(LIB_SRC:%.c=$(B)/%.o)
CMD_OBJ   = $(CMD_SRC:%.c=$(B)/%.o)
DESK_OBJ  = $(DESK_SRC:%.c=$(B)/%.o)
TOOLS     = $(TOOL_SRC:%.c=$(B)/%)
UNIT      = $(UNIT_SRC:%.c=$(B)/%)
CLI_TESTS = $(sort $(wildcard tests/cli/[0-9]*.sh))
GOLDEN    = $(sort $(wildcard tests/lint/*.want))
MAN       = $(sort $(wildcard man/*.[1-8]))
PO        = $(sort $(wildcard cmd/po/*.po))
MO        = $(PO:cmd/po/%.po=$(B)/share/locale/%/LC_MESSAGES/sd.mo)
DATA      = $(sort $(wildcard policies/*.yaml policies/*.json policies/holidays/*))
PROGRAMS  = $(if $(CMD_SRC),$(B)/sd $(LINKS:%=$(B)/%))

all: $(PROGRAMS) $(B)/libsd.a data
data: $(MO) $(B)/share/sd/policies

# --- build ------------------------------------------------------------------------------------------

$(B)/sd: $(CMD_OBJ) $(B)/libsd.a
	$(call say,LINK)
	$(Q)$(LINK) -o $@ $(CMD_OBJ) $(B)/libsd.a $(LIBS)
$(LINKS:%=$(B)/%): $(B)/sd
	@ln -sf sd $@
$(B)/libsd.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR)
	$(Q)$(AR) rcs $@ $(LIB_OBJ)
$(LIB_OBJ) $(CMD_OBJ) $(DESK_OBJ) $(B)/tests/unit/leak.o: $(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<
$(TOOLS): $(B)/%: %.c $(DESK_OBJ) $(B)/libsd.a $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(LINK) -MMD -MP -MF $@.d -MT $@ -o $@ $< $(DESK_OBJ) $(B)/libsd.a $(LIBS)
$(UNIT): $(B)/%: %.c $(B)/libsd.a $(filter %.o,$(UNIT_EXTRA)) $(B)/flags | $(B)/test-deps
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(LINK) -MMD -MP -MF $@.d -MT $@ -o $@ $< $(UNIT_EXTRA) $(B)/libsd.a $(LIBS) -lcriterion

# Changed flags rebuild everything.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(LINK) $(LIBS)' >$@.new
	@if cmp -s $@ $@.new; then rm -f $@.new; else mv $@.new $@; \
		echo 'xlsx     $(if $(XLSX_FLAGS),through $(XLSX_FILE),left out$(if $(filter no,$(XLSX)),,: no libxlsxwriter here, see make deps))'; fi

$(MO): $(B)/share/locale/%/LC_MESSAGES/sd.mo: cmd/po/%.po
	@mkdir -p $(@D)
	$(call say,MSGFMT)
	$(Q)msgfmt --check -o $@ $<
$(B)/share/sd/policies:
	@mkdir -p $(@D)
	@ln -sfn $(CURDIR)/policies $@

-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d) $(DESK_OBJ:.o=.d) $(TOOLS:=.d) $(UNIT:=.d)

# --- tests ------------------------------------------------------------------------------------------

# T=word runs only the tests whose file name holds it: make test-cli T=03, make test-unit T=calendar
T       =
ONLY    = $(if $(T),$(foreach t,$(1),$(if $(findstring $(T),$(notdir $(t))),$(t))),$(1))
RUN     = @sh tests/run -j $(JOBS) -b $(B)

test: $(UNIT) $(TOOLS) all
	$(RUN) $(UNIT) $(CLI_TESTS) $(GOLDEN)
test-unit: $(call ONLY,$(UNIT))
	$(RUN) $^
test-cli: $(TOOLS) all | $(B)/test-deps
	$(RUN) $(call ONLY,$(CLI_TESTS))
test-lint: all | $(B)/test-deps
	$(RUN) $(call ONLY,$(GOLDEN))
update-lint: all
	@SD_UPDATE=1 sh tests/run -j $(JOBS) -b $(B) $(call ONLY,$(GOLDEN))
unit: test-unit

# The same tests with gcc's or clang's address, undefined and leak sanitizers.
test-asan:
	@ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
		$(MAKE) B=build/asan SANITIZE=address,undefined CFLAGS='-O1 -g' test

# --- checks -----------------------------------------------------------------------------------------

check-layers: $(LIB_OBJ)
	@sh tests/check-layers . $(B)

# A stamp a file and tool: only what changed is looked at again, and all findings come in one run (-k).
TIDY    = clang-tidy
GCC     = gcc
LINT_C  = $(LIB_SRC) $(CMD_SRC)
SCRIPTS = $(sort $(wildcard tests/cli/*.sh tests/lint/run tests/run tests/deps tests/check-* tests/demo \
	tests/clean-room tests/bench/run tests/bench/*.sh samples/hooks/send .ci/run))
STAMPS  = $(LINT_C:%.c=$(B)/lint/%.tidy) $(LINT_C:%.c=$(B)/lint/%.analyzed) $(B)/lint/cppcheck \
	$(B)/lint/scripts $(B)/lint/po
ifneq ($(filter lint,$(GOALS)),)
MAKEFLAGS += -k
endif

lint: $(STAMPS) check-layers
	@echo 'no findings'
$(B)/lint/tools: tests/deps
	@mkdir -p $(@D)
	@sh tests/deps check lint
	@touch $@
$(B)/lint/%.tidy: %.c $(B)/%.o .clang-tidy | $(B)/lint/tools
	@mkdir -p $(@D)
	$(call say,TIDY)
	$(Q)$(TIDY) --quiet $< -- -std=c11 -D_GNU_SOURCE -Ilib $(PLATFORM_FLAGS) 2>$@.err || \
		{ cat $@.err; exit 1; }
	@touch $@
$(B)/lint/%.analyzed: %.c $(B)/%.o | $(B)/lint/tools
	@mkdir -p $(@D)
	$(call say,ANALYZE)
	$(Q)$(GCC) $(SD_CFLAGS) -O1 -fanalyzer -Werror -c -o /dev/null $<
	@touch $@
$(B)/lint/cppcheck: $(LINT_C:%.c=$(B)/%.o) | $(B)/lint/tools
	@mkdir -p $@.d
	$(call say,CPPCHECK)
	$(Q)cppcheck --quiet --std=c11 -Ilib -D_GNU_SOURCE '-D_Noreturn=__attribute__((noreturn))' \
		--cppcheck-build-dir=$@.d --inline-suppr \
		--enable=warning,performance,portability --error-exitcode=1 $(LINT_C)
	@touch $@
$(B)/lint/scripts: $(SCRIPTS) | $(B)/lint/tools
	$(call say,SHELL)
	$(Q)shellcheck -x -P SCRIPTDIR $(SCRIPTS)
	@touch $@
$(B)/lint/po: $(PO) $(SRC) tests/check-po | $(B)/lint/tools
	$(Q)sh tests/check-po .
	@touch $@

# --- translations -----------------------------------------------------------------------------------

po-update:
	sh tests/check-po --update .

# --- demo and measuring ---------------------------------------------------------------------------------------

demo: $(B)/tests/bench/gen-sample all
	@SD_BIN='$(abspath $(B))' sh tests/demo
bench: $(TOOLS) all
	@CC='$(CC)' SD_BIN='$(abspath $(B))' sh tests/bench/run

# --- install ----------------------------------------------------------------------------------------

install: all
	@$(MAKE) --no-print-directory install-files
# What install does once everything is built; the tests try it on a build with other flags.
install-files:
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(datadir)/sd/policies/holidays
	install -m 755 $(B)/sd $(DESTDIR)$(bindir)/sd
	for l in $(LINKS); do ln -sf sd $(DESTDIR)$(bindir)/$$l; done
	for f in $(DATA); do install -m 644 $$f $(DESTDIR)$(datadir)/sd/$$f; done
	install -D -m 755 samples/hooks/send $(DESTDIR)$(datadir)/sd/hooks/send
	install -m 644 samples/hooks/README.md $(DESTDIR)$(datadir)/sd/hooks/README.md
	for f in report slurm-part; do install -D -m 755 samples/scale/$$f $(DESTDIR)$(datadir)/sd/scale/$$f; done
	install -m 644 samples/scale/README.md $(DESTDIR)$(datadir)/sd/scale/README.md
	install -D -m 644 samples/cron/crontab $(DESTDIR)$(datadir)/sd/cron/crontab
	for f in service timer; do \
		install -D -m 644 samples/systemd/sd-escalate.$$f $(DESTDIR)$(datadir)/sd/systemd/sd-escalate.$$f; done
	for f in $(MAN); do \
		install -D -m 644 $$f $(DESTDIR)$(mandir)/man$${f##*.}/$${f##*/}; done
	install -D -m 644 cmd/completions/sd.bash $(DESTDIR)$(datadir)/bash-completion/completions/sd
	for l in $(LINKS); do \
		ln -sf sd $(DESTDIR)$(datadir)/bash-completion/completions/$$l; done
	install -D -m 644 cmd/completions/_sd $(DESTDIR)$(datadir)/zsh/site-functions/_sd
	install -D -m 644 cmd/completions/sd.fish $(DESTDIR)$(datadir)/fish/vendor_completions.d/sd.fish
	for f in $(MO:$(B)/share/%=%); do install -D -m 644 $(B)/share/$$f $(DESTDIR)$(datadir)/$$f; done
uninstall:
	rm -f $(DESTDIR)$(bindir)/sd $(LINKS:%=$(DESTDIR)$(bindir)/%)
	rm -rf $(DESTDIR)$(datadir)/sd
	for f in $(MAN); do rm -f $(DESTDIR)$(mandir)/man$${f##*.}/$${f##*/}; done
	for l in sd $(LINKS); do rm -f $(DESTDIR)$(datadir)/bash-completion/completions/$$l; done
	rm -f $(DESTDIR)$(datadir)/zsh/site-functions/_sd
	rm -f $(DESTDIR)$(datadir)/fish/vendor_completions.d/sd.fish
	rm -f $(PO:cmd/po/%.po=$(DESTDIR)$(datadir)/locale/%/LC_MESSAGES/sd.mo)

deps:
	@sh tests/deps command test
clean:
	rm -rf $(B)
help:
	@sed -n 's/^#: //p' Makefile
FORCE:
.PHONY: install-files all data test test-unit test-cli test-lint update-lint unit test-asan check-layers \
	lint po-update demo bench install uninstall deps clean help FORCE

#: make               build/sd and its links
#: make demo          install what is missing, build, today's report of a sample desk
#: make test          install what is missing, build, all tests; T=name with test-unit, test-cli, test-lint
#: make test-asan     the same tests under the address, undefined and leak sanitizers
#: make check-layers  lib/LAYERS holds
#: make lint          clang-tidy, cppcheck, gcc -fanalyzer, shellcheck: no findings
#: make bench         speed and memory, beside other tools where they are installed
#: make install       PREFIX=/usr/local DESTDIR=     (and uninstall)
#: make po-update     collect messages into cmd/po/sd.pot and merge them into the translations
#: make XLSX=auto      workbooks (sd report --format xlsx) through libxlsxwriter: yes, no, or where it is here
#: make DEVELOPER=1   all warnings are errors; CC=clang, CFLAGS= and LDFLAGS= as usual
#: make clean
