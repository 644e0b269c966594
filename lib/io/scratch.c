#include "io/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "io/file.h"

#ifdef MFD_CLOEXEC
static int open_memory(struct scratch *s)
{
	struct strbuf path = STRBUF_INIT;

	s->fd = memfd_create("sd", MFD_CLOEXEC);
	if (s->fd < 0)
		return -1;
	strbuf_addf(&path, "/proc/self/fd/%d", s->fd);
	s->path = strbuf_detach(&path);
	if (access(s->path, W_OK) == 0)
		return 0;
	free(s->path);                  /* no /proc here */
	close(s->fd);
	return -1;
}
#else
static int open_memory(struct scratch *s)
{
	(void)s;
	return -1;
}
#endif

int scratch_open(struct scratch *s, const char *dir, struct err *err)
{
	s->is_file = 0;
	if (open_memory(s) == 0)
		return 0;
	s->fd = file_temporary(dir, &s->path);
	s->is_file = s->fd >= 0;
	return s->is_file ? 0 : err_errno(err, _("cannot write temporary files in '%s'"), dir);
}

void scratch_close(struct scratch *s)
{
	if (s->fd >= 0)
		close(s->fd);
	if (s->is_file)
		unlink(s->path);
	free(s->path);
	*s = (struct scratch){ .fd = -1 };
}

int scratch_check_room(const char *dir, uint64_t bytes, struct err *err)
{
	char *path;
	int fd = file_temporary(dir, &path), wrong = fd < 0 ? errno : 0;

	if (fd >= 0) {
		unlink(path);
		wrong = posix_fallocate(fd, 0, (off_t)bytes);
		close(fd);
	}
	free(path);
	if (!wrong)
		return 0;
	errno = wrong;
	return err_errno(err, _("cannot write temporary files in '%s'"), dir);
}
