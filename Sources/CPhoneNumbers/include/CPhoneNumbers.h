// Google's libphonenumber behind plain C: what the Swift module PhoneNumbers needs, and no more.
#ifndef FIRSTMILE_CPHONENUMBERS_H
#define FIRSTMILE_CPHONENUMBERS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The longest E.164 text the library can produce, in bytes: a plus, three digits and seventeen digits.
#define FIRSTMILE_E164_CAPACITY 21

/// What the library says of a text.
typedef struct {
    /// 1 when the text is, byte for byte, the E.164 of a number that is valid in the region; otherwise 0.
    uint8_t is_strict;
    /// Bytes of `e164`; 0 when the text is no number that is valid in the region.
    uint8_t e164_length;
    /// The E.164 of what the text was read as, not terminated.
    char e164[FIRSTMILE_E164_CAPACITY];
} firstmile_phone_verdict;

/// Reads `text` as somebody in `region` (two upper-case letters) would write it. Any thread.
firstmile_phone_verdict firstmile_phone_check(const char *text, size_t length, const char *region);

/// 1 when `text` is the E.164 of a valid number of `region`, told in a fiftieth of the time; 0 when the library has
/// to be asked. Any thread.
uint8_t firstmile_phone_is_plain(const char *text, size_t length, const char *region);

/// A 64-bit digest (FNV-1a) of the metadata compiled into the library that is loaded.
uint64_t firstmile_phone_metadata_digest(void);

#ifdef __cplusplus
}
#endif

#endif
