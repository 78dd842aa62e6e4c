// Numbers that stand as they should: decided by the library's own patterns, without the library's way to them.
#ifndef FIRSTMILE_PLAIN_NUMBERS_HPP
#define FIRSTMILE_PLAIN_NUMBERS_HPP

#include <cstddef>

namespace firstmile {

/// Whether a text is the E.164 of a valid number of `region` (two letters from A to Z).
///
/// "Yes" is what the library would say; "no" only that somebody has to ask it. Any thread.
bool is_plain(const char *text, std::size_t length, const char *region);

}  // namespace firstmile

#endif
