// A JSON text as a flat array of nodes, found by simdjson's vector kernels.
//
// simdjson's first stage finds every structural character and checks UTF-8; the second stage here keeps the
// place of every value in the text, which simdjson's own tree forgets: unknown members are kept as written
// and a refused event can be shown.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    CSIMDJSON_OBJECT = 0,
    CSIMDJSON_ARRAY = 1,
    CSIMDJSON_STRING = 2,
    CSIMDJSON_NUMBER = 3,
    CSIMDJSON_TRUE = 4,
    CSIMDJSON_FALSE = 5,
    CSIMDJSON_NULL = 6,
};

/// Why a text is not JSON, in the order of the texts in `csimdjson_reason`.
enum {
    CSIMDJSON_OK = 0,
    CSIMDJSON_EMPTY = 1,
    CSIMDJSON_TOO_LARGE = 2,
    CSIMDJSON_BAD_UTF8 = 3,
    CSIMDJSON_UNCLOSED_STRING = 4,
    CSIMDJSON_CONTROL_CHARACTER = 5,
    CSIMDJSON_TOO_DEEP = 6,
    CSIMDJSON_BAD_STRUCTURE = 7,
    CSIMDJSON_BAD_NUMBER = 8,
    CSIMDJSON_BAD_LITERAL = 9,
    CSIMDJSON_BAD_ESCAPE = 10,
    CSIMDJSON_NOT_A_CONTAINER = 11,
    CSIMDJSON_NO_MEMORY = 12,
};

/// One value, or one key of an object (a string followed by its value).
typedef struct {
    uint32_t start;   // Offset in the text: of the first byte inside the quotes, or of the value.
    uint32_t length;  // Bytes of the raw text, quotes left out.
    uint32_t next;    // The node after this one and everything in it.
    uint8_t kind;
    uint8_t escaped;  // A string with at least one backslash.
    uint16_t unused;
} csimdjson_node;

typedef struct csimdjson_parser csimdjson_parser;

typedef struct {
    const csimdjson_node *nodes;
    const uint8_t *text;  // The parser's own padded copy: at least 64 bytes after the end may be read.
    uint32_t count;
    uint32_t error;
    uint64_t error_offset;  // UINT64_MAX: not known.
} csimdjson_document;

csimdjson_parser *csimdjson_create(void);
void csimdjson_destroy(csimdjson_parser *parser);

/// Parses an object or an array. What the document points to lives until the next parse or the parser's end.
void csimdjson_parse(
    csimdjson_parser *parser, const void *bytes, size_t length, csimdjson_document *document);

/// Writes the text of a string node whose escapes were checked by the parse; never longer than `length`.
size_t csimdjson_unescape(const uint8_t *raw, size_t length, uint8_t *out);

/// A sentence without a full stop.
const char *csimdjson_reason(uint32_t error);

/// The vector kernel in use, such as "haswell"; "fallback" is the slow one.
const char *csimdjson_kernel(void);

#ifdef __cplusplus
}
#endif
#endif
