/* A disk whose every fsync takes four milliseconds more, put in front of the C library by LD_PRELOAD. */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void hold(void) {
    struct timespec four_milliseconds = {0, 4000000};
    nanosleep(&four_milliseconds, 0);
}

int fsync(int file) {
    hold();
    return syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    hold();
    return syscall(SYS_fdatasync, file);
}
