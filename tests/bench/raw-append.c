/*
 * raw-append: what the disk alone takes for one row: open, write, fdatasync, close.
 *
 *	raw-append FILE [BYTES]
 *
 * Adds BYTES (120 if not said) to FILE. The figure that `sd log` is held against.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char row[4096];
	long n = argc > 2 ? strtol(argv[2], NULL, 10) : 120;
	int fd;

	if (argc < 2 || argc > 3 || n < 1 || n > (long)sizeof(row)) {
		fprintf(stderr, "usage: raw-append FILE [BYTES]\n");
		return 2;
	}
	memset(row, 'x', sizeof(row));
	row[n - 1] = '\n';
	fd = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, row, (size_t)n) != n || fdatasync(fd) != 0 || close(fd) != 0) {
		fprintf(stderr, "raw-append: %s: %s\n", argv[1], strerror(errno));
		return 4;
	}
	return 0;
}
