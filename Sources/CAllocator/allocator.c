#include "CAllocator.h"

#include <malloc.h>

void firstmile_hold_allocator(void) {
#ifdef __GLIBC__
    // Larger than any request or reply that is usual, so that these cost no system call each.
    mallopt(M_MMAP_THRESHOLD, 512 << 10);
    mallopt(M_TRIM_THRESHOLD, 4 << 20);
#endif
}
