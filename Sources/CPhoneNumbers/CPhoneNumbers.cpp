#include "CPhoneNumbers.h"

#include "PlainNumbers.hpp"

#include <cstring>
#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>
#include <string>

namespace i18n {
namespace phonenumbers {
// Exported by the library but declared in none of its installed headers: the metadata, a serialised protobuf.
int metadata_size();
const void *metadata_get();
}  // namespace phonenumbers
}  // namespace i18n

namespace {

using i18n::phonenumbers::NullLogger;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

/// The library, with its habit of reporting bad input on standard output taken from it: that is where the
/// command line prints its results.
const PhoneNumberUtil &library() {
    static const PhoneNumberUtil &util = []() -> PhoneNumberUtil & {
        PhoneNumberUtil &instance = *PhoneNumberUtil::GetInstance();
        instance.SetLogger(new NullLogger());  // The library takes ownership.
        return instance;
    }();
    return util;
}

/// Whether a number belongs to the destination and is valid there.
///
/// Two questions: of a calling code with one region the library names that region even for an invalid number, and a
/// number may fit the patterns of a region though it belongs to one that shares the code.
bool is_valid(const PhoneNumber &number, const std::string &destination) {
    std::string found;
    library().GetRegionCodeForNumber(number, &found);
    return found == destination && library().IsValidNumberForRegion(number, destination);
}

/// noexcept: the library throws nothing but bad_alloc, and no exception may pass through Swift.
firstmile_phone_verdict check(const char *text, size_t length, const char *region) noexcept {
    firstmile_phone_verdict verdict = {};
    const std::string raw(text == nullptr ? "" : text, length);
    const std::string destination(region, 2);
    const PhoneNumberUtil &util = library();
    PhoneNumber number;
    if (util.Parse(raw, destination, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return verdict;
    if (!is_valid(number, destination)) return verdict;
    std::string e164;
    util.Format(number, PhoneNumberUtil::E164, &e164);
    if (e164.empty() || e164.size() > FIRSTMILE_E164_CAPACITY) return verdict;
    verdict.is_strict = raw == e164 ? 1 : 0;
    verdict.e164_length = static_cast<uint8_t>(e164.size());
    std::memcpy(verdict.e164, e164.data(), e164.size());
    return verdict;
}

}  // namespace

extern "C" firstmile_phone_verdict firstmile_phone_check(
    const char *text, size_t length, const char *region) {
    return check(text, length, region);
}

extern "C" uint8_t firstmile_phone_is_plain(const char *text, size_t length, const char *region) {
    return text != nullptr && firstmile::is_plain(text, length, region) ? 1 : 0;
}

extern "C" uint64_t firstmile_phone_metadata_digest(void) {
    const auto *bytes = static_cast<const unsigned char *>(i18n::phonenumbers::metadata_get());
    uint64_t digest = 0xCBF29CE484222325ULL;
    for (int index = 0; index < i18n::phonenumbers::metadata_size(); index++) {
        digest = (digest ^ bytes[index]) * 0x100000001B3ULL;
    }
    return digest;
}
