// Loaded before the C library: fdatasync of the log's segments fails while the file named by FAIL_SYNC_WHILE exists,
// and each failure is noted there, so that a test sees whether it was tried again.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int is_segment(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count < 0) return 0;
    path[count] = 0;
    return strstr(path, ".segment") != NULL;
}

int fdatasync(int descriptor) {
    const char *trigger = getenv("FAIL_SYNC_WHILE");
    if (trigger && access(trigger, F_OK) == 0 && is_segment(descriptor)) {
        int note = open(trigger, O_WRONLY | O_APPEND);
        if (note >= 0) {
            if (write(note, "x", 1) < 0) perror("note");
            close(note);
        }
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fdatasync, descriptor);
}
