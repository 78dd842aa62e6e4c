#include "PlainNumbers.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8

#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <pcre2.h>
#include <phonenumbers/phonemetadata.pb.h>
#include <string>
#include <vector>

namespace i18n {
namespace phonenumbers {
// Exported by the library but declared in none of its installed headers: the metadata, a serialised protobuf.
int metadata_size();
const void *metadata_get();
}  // namespace phonenumbers
}  // namespace i18n

namespace firstmile {
namespace {

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumberDesc;

/// A compiled pattern; none where it could not be compiled.
///
/// Where the system forbids memory that is written and run (MemoryDenyWriteExecute), PCRE2 interprets it instead.
class Pattern {
   public:
    explicit Pattern(const std::string &text) {
        int error = 0;
        PCRE2_SIZE offset = 0;
        code.reset(pcre2_compile(
            reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), PCRE2_ANCHORED, &error, &offset, nullptr));
        if (code != nullptr) pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
    }

    bool is_compiled() const { return code != nullptr; }

    bool matches(const char *digits, std::size_t count) const { return length(digits, count).has_value(); }

    /// How many of the digits it takes up; none where they do not begin as it wants.
    std::optional<std::size_t> length(const char *digits, std::size_t count) const {
        thread_local const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> found(
            pcre2_match_data_create(1, nullptr), pcre2_match_data_free);
        const auto *text = reinterpret_cast<PCRE2_SPTR>(digits);
        if (pcre2_match(code.get(), text, count, 0, 0, found.get(), nullptr) < 0) return std::nullopt;
        return pcre2_get_ovector_pointer(found.get())[1];
    }

   private:
    std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)> code{nullptr, pcre2_code_free};
};

/// A description as one pattern for a whole number: one of its lengths, and its digits.
std::string pattern_of(const PhoneNumberDesc &description) {
    std::string lengths;
    for (const int length : description.possible_length()) {
        // -1 says that there are no such numbers.
        if (length < 0) return "(?!)";
        lengths += (lengths.empty() ? "" : "|") + ("\\d{" + std::to_string(length) + "}");
    }
    if (!lengths.empty()) lengths = "(?=(?:" + lengths + ")\\z)";
    return lengths + "(?:" + description.national_number_pattern() + ")\\z";
}

/// What is valid in a region: what fits the region's numbers as such and one kind of them.
std::string pattern_of(const PhoneMetadata &region) {
    std::string kinds;
    for (const PhoneNumberDesc *kind :
         {&region.fixed_line(), &region.mobile(), &region.premium_rate(), &region.toll_free(),
          &region.shared_cost(), &region.voip(), &region.personal_number(), &region.pager(), &region.uan(),
          &region.voicemail()}) {
        if (kind->national_number_pattern().empty()) continue;
        kinds += (kinds.empty() ? "" : "|") + pattern_of(*kind);
    }
    return "(?=" + pattern_of(region.general_desc()) + ")(?:" + (kinds.empty() ? "(?!)" : kinds) + ")";
}

/// How one region's numbers are known.
struct Plan {
    /// A plus and the calling code.
    std::string prefix;
    /// What the library takes for a trunk prefix and away from the number's beginning, such as Mexico's old 1.
    std::optional<Pattern> trunk;
    /// What belongs to a region that shares the calling code and is asked before this one.
    std::vector<Pattern> others;
    std::optional<Pattern> own;
};

bool claims_by_first_digits(const PhoneMetadata &region) { return !region.leading_digits().empty(); }

/// What the library takes for a region's when it is that region's turn: of some it looks at the first digits only.
std::string claim_of(const PhoneMetadata &region) {
    return claims_by_first_digits(region) ? "(?:" + region.leading_digits() + ")" : pattern_of(region);
}

const PhoneMetadataCollection &metadata() {
    static const PhoneMetadataCollection &all = []() -> PhoneMetadataCollection & {
        auto &read = *new PhoneMetadataCollection();
        if (!read.ParseFromArray(i18n::phonenumbers::metadata_get(), i18n::phonenumbers::metadata_size())) {
            read.Clear();
        }
        return read;
    }();
    return all;
}

/// Nil for what is no region.
std::unique_ptr<const Plan> make_plan(const char *name) {
    const PhoneMetadata *region = nullptr;
    for (const PhoneMetadata &each : metadata().metadata()) {
        if (each.id().size() == 2 && std::memcmp(each.id().data(), name, 2) == 0) region = &each;
    }
    if (region == nullptr) return nullptr;
    // The library asks the main one of the regions with the same calling code first, the others as they come.
    std::vector<const PhoneMetadata *> sharing;
    for (const PhoneMetadata &each : metadata().metadata()) {
        if (each.country_code() != region->country_code()) continue;
        sharing.insert(each.main_country_for_code() ? sharing.begin() : sharing.end(), &each);
    }
    auto plan = std::make_unique<Plan>();
    plan->prefix = "+" + std::to_string(region->country_code());
    // Of numbers with a plus the library knows no more than the calling code when it looks for one.
    const std::string &trunk = sharing.front()->national_prefix_for_parsing();
    if (!trunk.empty()) {
        plan->trunk.emplace("(?:" + trunk + ")");
        if (!plan->trunk->is_compiled()) return nullptr;
    }
    for (const PhoneMetadata *each : sharing) {
        if (each == region) break;
        plan->others.emplace_back(claim_of(*each));
        if (!plan->others.back().is_compiled()) return nullptr;
    }
    // A calling code with one region is that region's, whatever its first digits.
    const std::string first =
        sharing.size() > 1 && claims_by_first_digits(*region) ? "(?=" + claim_of(*region) + ")" : "";
    plan->own.emplace(first + pattern_of(*region));
    return plan->own->is_compiled() ? std::move(plan) : nullptr;
}

const Plan *plan_for(const char *region) {
    constexpr int letters = 26;
    struct Entry {
        std::once_flag made;
        std::unique_ptr<const Plan> plan;
    };
    static std::array<Entry, letters * letters> &entries = *new std::array<Entry, letters * letters>();
    const int first = region[0] - 'A', second = region[1] - 'A';
    if (first < 0 || first >= letters || second < 0 || second >= letters) return nullptr;
    Entry &entry = entries[first * letters + second];
    std::call_once(entry.made, [&] { entry.plan = make_plan(region); });
    return entry.plan.get();
}

}  // namespace

bool is_plain(const char *text, std::size_t length, const char *region) {
    constexpr std::size_t longest = 1 + 15;
    const Plan *plan = plan_for(region);
    if (plan == nullptr || length > longest || length <= plan->prefix.size()) return false;
    if (std::memcmp(text, plan->prefix.data(), plan->prefix.size()) != 0) return false;
    const char *digits = text + plan->prefix.size();
    const std::size_t count = length - plan->prefix.size();
    // What begins with a zero may be a number of Italy or a trunk prefix: that is the library's to read.
    if (digits[0] == '0') return false;
    for (std::size_t index = 0; index < count; index++) {
        if (digits[index] < '0' || digits[index] > '9') return false;
    }
    if (plan->trunk && plan->trunk->length(digits, count).value_or(0) > 0) return false;
    for (const Pattern &other : plan->others) {
        if (other.matches(digits, count)) return false;
    }
    return plan->own->matches(digits, count);
}

}  // namespace firstmile
