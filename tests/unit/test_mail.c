/* The parts of a mail: nothing in them that a server on the way would change (RFC 2045, RFC 5322). */
#include "report/mail.h"

#include <criterion/criterion.h>
#include <string.h>

static void expect_part(const char *text, const char *encoding, const char *body)
{
	struct strbuf out = STRBUF_INIT, in = STRBUF_INIT, want = STRBUF_INIT;

	strbuf_addstr(&in, text);
	mail_part(&out, "text/plain", &in);
	strbuf_addf(&want, "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: %s\n\n%s", encoding, body);
	cr_expect_str_eq(out.buf, want.buf);
	strbuf_release(&out);
	strbuf_release(&in);
	strbuf_release(&want);
}

Test(mail, what_a_server_takes_for_its_own_is_quoted)
{
	expect_part("From me\n", "quoted-printable", "=46rom me\n");
	expect_part("not From me\n", "quoted-printable", "not From me\n");
	expect_part(".\n", "quoted-printable", "=2E\n");
	expect_part("a = b \n", "quoted-printable", "a =3D b=20\n");
}

Test(mail, lines_in_base64_end_in_cr_lf)
{
	expect_part("中文\n", "base64", "5Lit5paHDQo=\n");
}
