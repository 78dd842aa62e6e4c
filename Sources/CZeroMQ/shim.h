// What the Swift module ZeroMQ needs of C: libzmq, eventfd, and the name of the running thread.
#ifndef FIRSTMILE_CZEROMQ_SHIM_H
#define FIRSTMILE_CZEROMQ_SHIM_H

#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <zmq.h>

// prctl is variadic, which Swift cannot call. The kernel keeps the first 15 bytes of the name.
static inline void firstmile_name_current_thread(const char *name) {
    prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL);
}

static inline int firstmile_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

#endif
