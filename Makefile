# sd: a service desk in plain text.   make demo | test | install | help
# One non-recursive makefile; everything built lies under build/.

B       = build
CC     ?= cc
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
DESTDIR ?=

# What the code needs, apart from the user's CFLAGS.
SD_CFLAGS = -std=c11 -D_GNU_SOURCE -Ilib -I$(B) -MMD -MP -pthread
SD_CFLAGS += -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-Wwrite-strings -Wpointer-arith -Wvla
ifdef DEVELOPER
SD_CFLAGS += -Werror
endif
LIBS = -Wl,-Bstatic -lyaml -lcsv -ljansson -lnettle -Wl,-Bdynamic -lsmartcols -lm

LIB_SRC  = $(wildcard lib/*/*.c)
LIB_OBJ  = $(LIB_SRC:%.c=$(B)/%.o)
CMD_SRC  = $(wildcard cmd/*.c)
CMD_OBJ  = $(CMD_SRC:%.c=$(B)/%.o)
UNIT_SRC = $(wildcard tests/unit/test_*.c)
UNIT     = $(UNIT_SRC:%.c=$(B)/%)

all: $(B)/sd
$(B)/sd: $(CMD_OBJ) $(B)/libsd.a
	$(CC) $(SD_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
$(B)/libsd.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^
$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(SD_CFLAGS) $(CFLAGS) -c -o $@ $<
$(B)/tests/unit/%: tests/unit/%.c $(B)/libsd.a
	@mkdir -p $(@D)
	$(CC) $(SD_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(B)/libsd.a $(LIBS) -lcriterion
unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done
clean:
	rm -rf $(B)
.PHONY: all unit clean
-include $(LIB_OBJ:.o=.d) $(CMD_OBJ:.o=.d)
