#include "io/mount.h"

#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "io/file.h"

#ifndef CIFS_SUPER_MAGIC
#define CIFS_SUPER_MAGIC 0xFF534D42
#endif
#ifndef SMB2_SUPER_MAGIC
#define SMB2_SUPER_MAGIC 0xFE534D42
#endif

static const struct {
	const char *type, *option, *remedy;
} unsafe[] = {
	{ "nfs", "nolock", "lock" },
	{ "nfs", "local_lock=all", "local_lock=none" },
	{ "nfs", "local_lock=flock", "local_lock=none" },
	{ "nfs", "local_lock=posix", "local_lock=none" },
	{ "cifs", "nobrl", "brl" },
	{ "smb", "nobrl", "brl" },
};

/* Is `option` one of the comma-separated options that end at a blank or line end? */
static int has_option(const char *options, const char *option)
{
	size_t n = strlen(option);

	for (;;) {
		size_t len = strcspn(options, ", \n");

		if (len == n && memcmp(options, option, n) == 0)
			return 1;
		if (options[len] != ',')
			return 0;
		options += len + 1;
	}
}

int mount_check_text(const char *mountinfo, dev_t dev, const char *path, struct err *err)
{
	char wanted[32];

	snprintf(wanted, sizeof(wanted), "%u:%u", major(dev), minor(dev));
	for (const char *line = mountinfo; *line;) {
		const char *end = strchrnul(line, '\n'), *sep = strstr(line, " - ");
		char device[32], type[32];
		int at = 0;

		if (sep && sep < end && sscanf(line, "%*s %*s %31s", device) == 1 &&
		    strcmp(device, wanted) == 0 &&
		    sscanf(sep, " - %31s %*s %n", type, &at) == 1 && at > 0) {
			for (size_t i = 0; i < ARRAY_SIZE(unsafe); i++)
				if (strncmp(type, unsafe[i].type, strlen(unsafe[i].type)) == 0 &&
				    has_option(sep + at, unsafe[i].option))
					return err_set(err, STATUS_SYSTEM,
						       _("'%s' lies on a share mounted with '%s', "
							 "where two writers lose rows; mount it "
							 "with '%s' (--unsafe-share insists)"),
						       path, unsafe[i].option, unsafe[i].remedy);
		}
		line = *end ? end + 1 : end;
	}
	return 0;
}

int mount_check(const char *path, struct err *err)
{
	struct strbuf text = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	struct statfs fs;
	struct stat st;
	int ret = 0;

	if (statfs(path, &fs) < 0 || stat(path, &st) < 0)
		return 0;
	switch ((unsigned long)fs.f_type & 0xffffffffUL) {
	case NFS_SUPER_MAGIC:
	case CIFS_SUPER_MAGIC:
	case SMB2_SUPER_MAGIC:
	case SMB_SUPER_MAGIC:
		break;
	default:
		return 0;
	}
	if (file_read("/proc/self/mountinfo", (size_t)4 << 20, &text, &ignored) == 0)
		ret = mount_check_text(text.buf, st.st_dev, path, err);
	strbuf_release(&text);
	return ret;
}
