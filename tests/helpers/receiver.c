/*
 * receiver: plays a chat service on loopback, for the tests of samples/hooks.
 *
 *	receiver FOLDER [FORM [SECRET NOW]] &
 *
 * Writes the port it listens on to FOLDER/port. Each request's line goes to FOLDER/request, its body to
 * FOLDER/body. Answers with what the file FOLDER/answer holds: a status, a line end, a body; without
 * that file as the service does: all want a JSON body of the length they were told, dingtalk and feishu check
 * the signature and that its time is not far from NOW (seconds since 1970). Ends with the shell that started it.
 *
 * The signature is computed here from SHA-256 alone (RFC 2104), not by what is tested.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/strbuf.h"
#include "io/digest.h"
#include "io/file.h"

#define REQUEST_MAX (1 << 20)
#define AGE_MAX     3600

static const char *folder, *form = "", *secret = "", *now = "0";

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "receiver: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void save(const char *name, const char *s, size_t n)
{
	char *path = file_join(folder, name);
	struct err err = ERR_INIT;

	if (file_replace(path, s, n, 0600, &err) < 0) {
		fprintf(stderr, "receiver: %s\n", err.msg);
		exit(1);
	}
	free(path);
}

static void digest_raw(const struct digest_piece *piece, size_t n, unsigned char raw[DIGEST_BYTES])
{
	char hex[DIGEST_HEX + 1], two[3] = "";
	size_t i;

	digest_hex_pieces(piece, n, hex);
	for (i = 0; i < DIGEST_BYTES; i++) {
		memcpy(two, hex + 2 * i, 2);
		raw[i] = (unsigned char)strtoul(two, NULL, 16);
	}
}

/* H(key ^ 5c.. | H(key ^ 36.. | data)) */
static void hmac(const char *key, const char *data, struct strbuf *out)
{
	unsigned char inner[64] = { 0 }, outer[64], raw[DIGEST_BYTES];
	size_t n = strlen(key), i;

	if (n > sizeof(inner)) {
		struct digest_piece whole = { key, n };

		digest_raw(&whole, 1, inner);
	} else {
		memcpy(inner, key, n);
	}
	for (i = 0; i < sizeof(inner); i++) {
		outer[i] = inner[i] ^ 0x5c;
		inner[i] ^= 0x36;
	}
	digest_raw((struct digest_piece[]){ { inner, sizeof(inner) }, { data, strlen(data) } }, 2, raw);
	digest_raw((struct digest_piece[]){ { outer, sizeof(outer) }, { raw, sizeof(raw) } }, 2, raw);
	base64_add(out, raw, sizeof(raw));
}

/* What stands after `name` up to one of `ends`, %XX decoded. */
static void value_of(const char *s, const char *name, const char *ends, struct strbuf *out)
{
	const char *at = strstr(s, name);

	for (at = at ? at + strlen(name) : ""; *at && !strchr(ends, *at); at++)
		if (*at == '%' && at[1] && at[2]) {
			char two[3] = { at[1], at[2], '\0' };

			strbuf_addch(out, (int)strtoul(two, NULL, 16));
			at += 2;
		} else {
			strbuf_addch(out, *at);
		}
}

/* Is the time signed that stands there, not too long ago? The time is in the unit of the service. */
static int is_signed(const char *line, const char *body)
{
	int is_dingtalk = !strcmp(form, "dingtalk");
	struct strbuf time = STRBUF_INIT, sign = STRBUF_INIT, text = STRBUF_INIT, want = STRBUF_INIT;
	long long age;
	int ok;

	value_of(is_dingtalk ? line : body, is_dingtalk ? "timestamp=" : "\"timestamp\":\"", "& \"", &time);
	value_of(is_dingtalk ? line : body, is_dingtalk ? "sign=" : "\"sign\":\"", "& \"", &sign);
	strbuf_addf(&text, "%s\n%s", time.buf, secret);
	if (is_dingtalk)
		hmac(secret, text.buf, &want);
	else
		hmac(text.buf, "", &want);
	age = atoll(now) - atoll(time.buf) / (is_dingtalk ? 1000 : 1);
	ok = !strcmp(sign.buf, want.buf) && age >= -AGE_MAX && age <= AGE_MAX;
	strbuf_release(&time);
	strbuf_release(&sign);
	strbuf_release(&text);
	strbuf_release(&want);
	return ok;
}

static void judge(const char *line, const char *body, struct strbuf *answer)
{
	size_t n = strlen(body);
	int is_json = n > 2 && body[0] == '{' && !strcmp(body + n - 2, "}\n");

	strbuf_addstr(answer, "200\n");
	if (!strcmp(form, "slack"))
		strbuf_addstr(answer, is_json ? "ok" : "invalid_payload");
	else if (!strcmp(form, "feishu"))
		strbuf_addstr(answer, !is_json ? "{\"code\":9499,\"msg\":\"Bad Request\"}" :
				      *secret && !is_signed(line, body) ?
				      "{\"code\":19021,\"msg\":\"sign match fail or timestamp is not within one hour from current time\"}" :
				      "{\"StatusCode\":0,\"StatusMessage\":\"success\",\"code\":0,\"data\":{},\"msg\":\"success\"}");
	else
		strbuf_addstr(answer, !is_json ? "{\"errcode\":40035,\"errmsg\":\"invalid parameter\"}" :
				      *secret && !is_signed(line, body) ?
				      "{\"errcode\":310000,\"errmsg\":\"sign not match\"}" :
				      "{\"errcode\":0,\"errmsg\":\"ok\"}");
}

static void reply(int fd, const char *line, const char *body, size_t length)
{
	struct strbuf answer = STRBUF_INIT, out = STRBUF_INIT;
	char *path = file_join(folder, "answer"), *text;
	struct err err = ERR_INIT;

	strbuf_addf(&out, "%s\n", line);
	save("request", out.buf, out.len);
	save("body", body, length);
	strbuf_reset(&out);
	if (file_read(path, REQUEST_MAX, &answer, &err) < 0)
		judge(line, body, &answer);
	free(path);
	text = strchr(answer.buf, '\n');
	if (!text)
		die("answer");
	*text++ = '\0';
	if (strcmp(answer.buf, "silence") != 0) {
		strbuf_addf(&out, "HTTP/1.1 %s x\r\nContent-Type: application/json\r\nConnection: close\r\n"
			    "Content-Length: %zu\r\n\r\n%s", answer.buf, strlen(text), text);
		file_write_all(fd, out.buf, out.len);
	} else {
		poll(NULL, 0, 3000);
	}
	strbuf_release(&answer);
	strbuf_release(&out);
}

static void serve(int fd)
{
	static char buf[REQUEST_MAX + 1];
	size_t n = 0, length = 0;
	char *head = NULL, *field;
	ssize_t got;

	while (!head || (size_t)(buf + n - head) < length) {
		got = read(fd, buf + n, REQUEST_MAX - n);
		if (got <= 0)
			return;
		n += (size_t)got;
		buf[n] = '\0';
		if (head || !(head = strstr(buf, "\r\n\r\n")))
			continue;
		*head = '\0';
		head += 4;
		field = strcasestr(buf, "\r\nContent-Length:");
		length = field ? strtoul(field + 17, NULL, 10) : 0;
		if (length > REQUEST_MAX / 2)
			return;
		if (strcasestr(buf, "\r\nExpect: 100-continue"))
			file_write_all(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25);
	}
	buf[strcspn(buf, "\r")] = '\0';
	reply(fd, buf, head, length);
}

int main(int argc, char **argv)
{
	struct sockaddr_in where = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(where);
	struct pollfd wait = { .events = POLLIN };
	pid_t parent = getppid();
	char text[16];
	int n;

	if (argc < 2)
		return 2;
	folder = argv[1];
	if (argc > 2)
		form = argv[2];
	if (argc > 4) {
		secret = argv[3];
		now = argv[4];
	}
	wait.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (wait.fd < 0 || bind(wait.fd, (struct sockaddr *)&where, size) < 0 ||
	    listen(wait.fd, 8) < 0 || getsockname(wait.fd, (struct sockaddr *)&where, &size) < 0)
		die("cannot listen on 127.0.0.1");
	n = snprintf(text, sizeof(text), "%d\n", ntohs(where.sin_port));
	save("port", text, (size_t)n);
	while (getppid() == parent) {
		int fd = poll(&wait, 1, 500) > 0 ? accept(wait.fd, NULL, NULL) : -1;

		if (fd < 0)
			continue;
		serve(fd);
		close(fd);
	}
	return 0;
}
