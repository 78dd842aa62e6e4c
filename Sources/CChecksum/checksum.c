#include "CChecksum.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static const uint32_t polynomial = 0x82F63B78; // Castagnoli, bits reversed.

static uint32_t table[256];

static void make_table(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) ? polynomial : 0);
        table[byte] = crc;
    }
}

uint32_t firstmile_crc32c_portable(const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < count; i++) crc = (crc >> 8) ^ table[(crc ^ at[i]) & 0xFF];
    return ~crc;
}

#if defined(__x86_64__)

#include <nmmintrin.h>
#include <wmmintrin.h>

/// Words in one lane at most: three lanes of 128 words are 3 KiB, which stays in the first cache.
enum { lane_words = 128 };

/// shift[m] moves a CRC over m words of zeros: x^(64 m - 33) modulo the polynomial, bits reversed.
static uint32_t shift[2 * lane_words + 1];
static int has_instruction;

static void make_shifts(void) {
    uint32_t power = 1; // x^31
    for (int words = 1; words <= 2 * lane_words; words++) {
        shift[words] = power;
        for (int bit = 0; bit < 64; bit++) power = (power >> 1) ^ ((power & 1) ? polynomial : 0);
    }
}

static inline uint64_t word(const uint8_t *at) {
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

__attribute__((target("sse4.2,pclmul"))) static inline uint64_t moved(uint64_t crc, size_t words) {
    __m128i product = _mm_clmulepi64_si128(
        _mm_cvtsi64_si128((long long)crc), _mm_cvtsi32_si128((int)shift[words]), 0);
    return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(product));
}

/// The instruction takes three cycles but one can start every cycle, so three lanes run side by side and
/// are joined at the end.
__attribute__((target("sse4.2,pclmul"))) static uint32_t crc32c_hardware(const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    uint64_t first = UINT32_MAX;
    while (count >= 96) {
        size_t words = count / 24 < lane_words ? count / 24 : lane_words;
        const uint8_t *middle = at + 8 * words, *last = middle + 8 * words;
        uint64_t second = 0, third = 0;
        for (size_t i = 0; i < 8 * words; i += 8) {
            first = _mm_crc32_u64(first, word(at + i));
            second = _mm_crc32_u64(second, word(middle + i));
            third = _mm_crc32_u64(third, word(last + i));
        }
        // A lane's high half would spill over the product, so only the CRC itself is multiplied.
        first = moved(first & UINT32_MAX, 2 * words) ^ moved(second & UINT32_MAX, words) ^ third;
        at += 24 * words;
        count -= 24 * words;
    }
    for (; count >= 8; count -= 8, at += 8) first = _mm_crc32_u64(first, word(at));
    uint32_t crc = (uint32_t)first;
    for (; count > 0; count--, at++) crc = _mm_crc32_u8(crc, *at);
    return ~crc;
}

__attribute__((constructor)) static void prepare(void) {
    make_table();
    make_shifts();
    has_instruction = __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("pclmul");
}

uint32_t firstmile_crc32c(const void *bytes, size_t count) {
    return has_instruction ? crc32c_hardware(bytes, count) : firstmile_crc32c_portable(bytes, count);
}

#else

__attribute__((constructor)) static void prepare(void) { make_table(); }

uint32_t firstmile_crc32c(const void *bytes, size_t count) {
    return firstmile_crc32c_portable(bytes, count);
}

#endif

uint64_t firstmile_hash64(const void *bytes, size_t count) { return XXH3_64bits(bytes, count); }

size_t firstmile_first_nonzero(const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    size_t i = 0;
    for (uint64_t value; i + 8 <= count; i += 8) {
        memcpy(&value, at + i, sizeof value);
        if (value != 0) break;
    }
    while (i < count && at[i] == 0) i++;
    return i;
}

size_t firstmile_end_of_nonzero(const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    for (uint64_t value; count >= 8; count -= 8) {
        memcpy(&value, at + count - 8, sizeof value);
        if (value != 0) break;
    }
    while (count > 0 && at[count - 1] == 0) count--;
    return count;
}
