#!/bin/sh
# tests/check-layers: what lib/LAYERS forbids is found, and the sources as they are hold.

. "$(dirname "$0")/lib.sh"

# A tree of two layers with one third-party header.
tree() {
	t_file lib/LAYERS <<'END'
# comment
low
high    low
only csv.h        low/csv.c
forbid high       stdio.h time.h
call low/csv.c    stderr fprintf
call -            getenv
END
	t_file lib/low/a.h <<'END'
#include <stdio.h>
END
	t_file lib/low/csv.c <<'END'
#include "low/a.h"
#include <csv.h>
END
	t_file lib/high/b.c <<'END'
#include "low/a.h"
#include "high/b.h"
END
}

t_begin 'the sources keep their layers'
t_run sh "$SD_TOP/tests/check-layers" "$SD_TOP" "$SD_BIN"
t_out <<'END'
the layers hold
END

t_begin 'a tree whose includes go down or stay passes'
tree
t_run sh "$SD_TOP/tests/check-layers" .
t_out <<'END'
the layers hold
END

t_begin 'an include that goes up fails'
tree
t_file lib/low/up.c <<'END'

#include "high/b.h"
END
t_run sh "$SD_TOP/tests/check-layers" .
t_status 1
t_out <<'END'
lib/low/up.c:2: error: low may not include high/b.h
END

t_begin 'a third-party header outside its one file fails, in cmd too'
tree
t_file lib/high/c.h <<'END'
#  include <csv.h>
END
t_file cmd/main.c <<'END'
#include <csv.h>
#include <stdio.h>
END
t_run sh "$SD_TOP/tests/check-layers" .
t_status 1
t_out <<'END'
cmd/main.c:1: error: only low/csv.c may include <csv.h>
lib/high/c.h:1: error: only low/csv.c may include <csv.h>
END

t_begin 'a system header that a layer must do without fails'
tree
t_file lib/high/clock.c <<'END'
#include <time.h>
END
t_run sh "$SD_TOP/tests/check-layers" .
t_status 1
t_out <<'END'
lib/high/clock.c:1: error: high may not include <time.h>
END

t_begin 'a folder that is no layer, and an include without its layer, fail'
tree
t_file lib/other/x.c <<'END'
int x;
END
t_file lib/low/y.c <<'END'
#include "a.h"
#include "../high/b.h"
END
t_run sh "$SD_TOP/tests/check-layers" .
t_status 1
t_out <<'END'
lib/low/y.c:1: error: include "a.h" by its layer: "layer/name.h"
lib/low/y.c:2: error: include "../high/b.h" by its layer: "layer/name.h"
lib/low/y.c:2: error: lib may not include ../high/b.h
lib/other/x.c:1: error: no layer other in lib/LAYERS
END

t_begin 'a layer cannot name one that stands below it'
t_file lib/LAYERS <<'END'
low   high
high
END
t_run sh "$SD_TOP/tests/check-layers" .
t_status 1
t_out <<'END'
lib/LAYERS:1: error: layer low may include high, which does not stand above it
END

t_begin 'compiled code that prints or reads the environment out of its place fails'
t_need cc nm
tree
t_file lib/high/env.c <<'END'
char *getenv(const char *name);
char *f(void);
char *f(void) { return getenv("HOME"); }
END
t_file lib/low/csv.c <<'END'
#include <stdio.h>
void g(void);
void g(void) { fprintf(stderr, "%d\n", 1); }
END
cp lib/low/csv.c lib/high/print.c
mkdir -p out/lib/high out/lib/low
for t_c in low/csv high/env high/print; do cc -O2 -D_FORTIFY_SOURCE=2 -c -o out/lib/$t_c.o lib/$t_c.c; done
rm lib/high/print.c
t_run sh "$SD_TOP/tests/check-layers" . out
t_status 1
t_out <<'END'
lib/high/env.c: error: nothing in lib may use getenv
lib/high/print.c: error: only low/csv.c may use fprintf
lib/high/print.c: error: only low/csv.c may use stderr
END
