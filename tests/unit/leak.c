/*
 * leak: makes a test that leaks memory fail. Criterion ends a test's process without looking at what
 * LeakSanitizer says, so under `make test-asan` every test body is followed by a leak check of its own.
 */
#include <criterion/criterion.h>
#include <sanitizer/lsan_interface.h>

void __real_criterion_internal_test_main(void (*fn)(void));
void __wrap_criterion_internal_test_main(void (*fn)(void));

static void (*body)(void);

static void body_and_check(void)
{
	body();
	cr_assert(__lsan_do_recoverable_leak_check() == 0, "the test leaked memory");
}

void __wrap_criterion_internal_test_main(void (*fn)(void))
{
	body = fn;
	__real_criterion_internal_test_main(body_and_check);
}
