#ifndef FIRSTMILE_CALLOCATOR_H
#define FIRSTMILE_CALLOCATOR_H

/// Holds malloc's thresholds where they are. glibc raises them with every large block that is freed, up to 32 MiB;
/// blocks of that size then share heaps with small ones, and what is freed no longer goes back to the system.
void firstmile_hold_allocator(void);

#endif
