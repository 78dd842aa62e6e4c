// What the Swift module ZeroMQ needs of C: libzmq, eventfd, and the name of the running thread.
#ifndef FIRSTMILE_CZEROMQ_SHIM_H
#define FIRSTMILE_CZEROMQ_SHIM_H

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <zmq.h>

// prctl is variadic, which Swift cannot call. The kernel keeps the first 15 bytes of the name.
static inline void firstmile_name_current_thread(const char *name) {
    prctl(PR_SET_NAME, (unsigned long)name, 0UL, 0UL, 0UL);
}

static inline int firstmile_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

// What TCP has carried over a connection: bytes received, and bytes sent that the peer's kernel has taken. The
// kernel's struct is read by its offsets (linux/tcp.h: tcpi_bytes_acked, tcpi_bytes_received; since Linux 4.1),
// because glibc's header of the same struct ends before them. Not 0 where there is no such connection.
static inline int firstmile_tcp_traffic(int descriptor, uint64_t *received, uint64_t *taken) {
    unsigned char info[256];
    socklen_t length = sizeof info;
    if (getsockopt(descriptor, IPPROTO_TCP, 11 /* TCP_INFO */, info, &length) != 0 || length < 136) return -1;
    memcpy(taken, info + 120, 8);
    memcpy(received, info + 128, 8);
    return 0;
}

#endif
