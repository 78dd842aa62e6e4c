#ifndef FIRSTMILE_CCHECKSUM_H
#define FIRSTMILE_CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli), as in iSCSI and ext4. Uses SSE4.2 and PCLMUL where the processor has them.
uint32_t firstmile_crc32c(const void *bytes, size_t count);

/// The same by table, for processors without the instruction; public so that a test can compare the two.
uint32_t firstmile_crc32c_portable(const void *bytes, size_t count);

/// XXH3, 64 bits: links each frame to the one before it. Not for secrets.
uint64_t firstmile_hash64(const void *bytes, size_t count);

/// The offset of the first byte that is not zero, or `count` when all are.
size_t firstmile_first_nonzero(const void *bytes, size_t count);

/// One more than the offset of the last byte that is not zero, or 0 when all are.
size_t firstmile_end_of_nonzero(const void *bytes, size_t count);

#endif
