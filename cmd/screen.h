/*
 * screen: a terminal that one picture after another is drawn on, and its keys.
 *
 *	struct screen s;
 *	if (screen_open(&s, &err) < 0) ...
 *	do {
 *		screen_draw(&s, &frame);                  // s.width columns, s.height lines
 *		key = screen_wait(&s, 5000);
 *	} while (key != KEY_QUIT);
 *	screen_close(&s);
 *
 * A frame is one write(): the cursor goes home and each line is cleared behind its text, so nothing flickers and
 * slow lines get little to carry; a frame equal to the last one is not written. What stood on the terminal
 * before is there again after screen_close(), which signals that end the program lead to, too: screen_wait()
 * then returns KEY_QUIT, and screen_close() raises the signal once more where it was not an interrupt.
 */
#ifndef SD_CMD_SCREEN_H
#define SD_CMD_SCREEN_H

#include <signal.h>
#include <stddef.h>
#include <termios.h>

#include "base/err.h"
#include "base/strbuf.h"

enum key {
	KEY_NONE,            /* the time is over, or the size has changed */
	KEY_QUIT, KEY_UP, KEY_DOWN, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_HOME, KEY_END,
};

struct screen {
	size_t width, height;
	int reads_keys;
	struct termios before;
	sigset_t mask;
	struct strbuf drawn;
	struct strbuf typed;         /* and not looked at yet */
};

/* Can there be one: standard output is a terminal that moves its cursor. */
int screen_is_possible(void);
/* -1 with err (STATUS_SYSTEM). */
int screen_open(struct screen *s, struct err *err);
void screen_close(struct screen *s);

/* Lines separated by line feeds. 0, or -1 where the terminal is gone. */
int screen_draw(struct screen *s, const struct strbuf *frame);
/* The next key, or what else ends the wait. */
enum key screen_wait(struct screen *s, int milliseconds);

#endif
