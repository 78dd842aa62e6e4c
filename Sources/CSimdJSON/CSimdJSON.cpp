#include "CSimdJSON.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>

#include <simdjson.h>

#include "Nodes.h"

static const size_t largest = 64u << 20;

struct csimdjson_parser {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stages;
    uint8_t *text = nullptr;
    csimdjson_node *nodes = nullptr;
    size_t capacity = 0;

    ~csimdjson_parser() {
        std::free(text);
        std::free(nodes);
    }

    bool reserve(size_t length) {
        if (stages && length <= capacity) return true;
        const size_t wanted = length < 4096 ? 4096 : length + length / 2;
        std::free(text);
        std::free(nodes);
        capacity = 0;
        text = static_cast<uint8_t *>(std::malloc(wanted + simdjson::SIMDJSON_PADDING));
        // Every node but the root costs at least one byte and a separator.
        nodes = static_cast<csimdjson_node *>(std::malloc((wanted + 2) * sizeof(csimdjson_node)));
        if (!text || !nodes) return false;
        stages.reset();
        const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            wanted, simdjson::DEFAULT_MAX_DEPTH, stages);
        if (error) return false;
        capacity = wanted;
        return true;
    }
};

/// Where UTF-8 breaks: only asked once the fast check has failed.
static uint64_t firstInvalid(const uint8_t *text, size_t length) {
    size_t low = 0, high = length;
    // The longest valid beginning, found by halving; a cut inside a character is not the fault.
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;
        size_t cut = middle;
        for (int back = 0; back < 3 && cut > low && cut < length && (text[cut] & 0xC0) == 0x80; back++) cut--;
        if (simdjson::validate_utf8(reinterpret_cast<const char *>(text), cut)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

static void fail(csimdjson_document *document, uint32_t error, uint64_t offset) {
    document->count = 0;
    document->error = error;
    document->error_offset = offset;
}

extern "C" {

csimdjson_parser *csimdjson_create(void) { return new (std::nothrow) csimdjson_parser(); }

void csimdjson_destroy(csimdjson_parser *parser) { delete parser; }

void csimdjson_parse(
    csimdjson_parser *parser, const void *bytes, size_t length, csimdjson_document *document) {
    *document = csimdjson_document{nullptr, nullptr, 0, CSIMDJSON_OK, 0};
    if (length == 0) return fail(document, CSIMDJSON_EMPTY, 0);
    if (length > largest) return fail(document, CSIMDJSON_TOO_LARGE, largest);
    if (!parser || !parser->reserve(length)) return fail(document, CSIMDJSON_NO_MEMORY, UINT64_MAX);
    std::memcpy(parser->text, bytes, length);
    std::memset(parser->text + length, ' ', simdjson::SIMDJSON_PADDING);
    switch (parser->stages->stage1(parser->text, length, simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS: break;
    case simdjson::EMPTY: return fail(document, CSIMDJSON_EMPTY, 0);
    case simdjson::UTF8_ERROR:
        return fail(document, CSIMDJSON_BAD_UTF8, firstInvalid(parser->text, length));
    case simdjson::UNCLOSED_STRING: return fail(document, CSIMDJSON_UNCLOSED_STRING, length);
    case simdjson::UNESCAPED_CHARS: return fail(document, CSIMDJSON_CONTROL_CHARACTER, UINT64_MAX);
    default: return fail(document, CSIMDJSON_BAD_STRUCTURE, UINT64_MAX);
    }
    Nodes walk(parser->text, length, parser->stages->structural_indexes.get(),
               parser->stages->n_structural_indexes, parser->nodes);
    const uint32_t error = walk.run();
    if (error != CSIMDJSON_OK) return fail(document, error, walk.failedAt);
    document->nodes = parser->nodes;
    document->text = parser->text;
    document->count = walk.count;
}

size_t csimdjson_unescape(const uint8_t *raw, size_t length, uint8_t *out) {
    return unescape(raw, length, out);
}

const char *csimdjson_reason(uint32_t error) {
    static const char *const reasons[] = {
        "fine",
        "the text is empty",
        "the text is too large",
        "the text is not valid UTF-8",
        "a string is not closed",
        "a string holds a control character that is not escaped",
        "values are nested more than 64 deep",
        "a comma, colon, bracket or value is missing or too many",
        "a number is not written as JSON asks",
        "a word is neither true, false nor null",
        "an escape in a string is wrong or half of a surrogate pair is missing",
        "the text is neither an object nor an array",
        "there was no memory",
    };
    return error < sizeof reasons / sizeof *reasons ? reasons[error] : "the text is not JSON";
}

const char *csimdjson_kernel(void) {
    static const std::string name = simdjson::get_active_implementation()->name();
    return name.c_str();
}

}
