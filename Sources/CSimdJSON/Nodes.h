// The second stage: from the places of structural characters to nodes.
#pragma once

#include <emmintrin.h>

#include <cstdint>
#include <cstring>

#include "CSimdJSON.h"
#include "Escapes.h"

class Nodes {
public:
    uint32_t count = 0;
    uint64_t failedAt = 0;

    Nodes(const uint8_t *text, size_t length, const uint32_t *places, uint32_t placeCount, csimdjson_node *nodes)
        : text(text), length(static_cast<uint32_t>(length)), places(places), end(placeCount), nodes(nodes) {}

    uint32_t run() {
        if (here() != '{' && here() != '[') return wrong(CSIMDJSON_NOT_A_CONTAINER, place());
        uint32_t error = value();
        if (error) return error;
        while (depth > 0) {
            error = open[depth - 1].isObject ? member() : element();
            if (error) return error;
        }
        return at == end ? CSIMDJSON_OK : wrong(CSIMDJSON_BAD_STRUCTURE, place());
    }

private:
    struct Open {
        uint32_t node;
        bool isObject;
        bool isFirst;
    };

    const uint8_t *text;
    uint32_t length;
    const uint32_t *places;
    uint32_t end;
    csimdjson_node *nodes;
    uint32_t at = 0;
    uint32_t depth = 0;
    Open open[64];

    uint32_t place() const { return at < end ? places[at] : length; }
    uint8_t here() const { return at < end ? text[places[at]] : 0; }

    uint32_t wrong(uint32_t error, uint64_t offset) {
        failedAt = offset;
        return error;
    }

    static bool isSpace(uint8_t c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

    void close() {
        csimdjson_node &node = nodes[open[--depth].node];
        node.length = place() + 1 - node.start;
        node.next = count;
        at++;
    }

    uint32_t member() {
        Open &parent = open[depth - 1];
        if (here() == '}') {
            close();
            return CSIMDJSON_OK;
        }
        if (!parent.isFirst) {
            if (here() != ',') return wrong(CSIMDJSON_BAD_STRUCTURE, place());
            at++;
        }
        parent.isFirst = false;
        if (here() != '"') return wrong(CSIMDJSON_BAD_STRUCTURE, place());
        const uint32_t error = string();
        if (error) return error;
        if (here() != ':') return wrong(CSIMDJSON_BAD_STRUCTURE, place());
        at++;
        return value();
    }

    uint32_t element() {
        Open &parent = open[depth - 1];
        if (here() == ']') {
            close();
            return CSIMDJSON_OK;
        }
        if (!parent.isFirst) {
            if (here() != ',') return wrong(CSIMDJSON_BAD_STRUCTURE, place());
            at++;
        }
        parent.isFirst = false;
        return value();
    }

    uint32_t value() {
        switch (here()) {
        case '"': return string();
        case '{': return container(CSIMDJSON_OBJECT);
        case '[': return container(CSIMDJSON_ARRAY);
        case 't': return literal("true", 4, CSIMDJSON_TRUE);
        case 'f': return literal("false", 5, CSIMDJSON_FALSE);
        case 'n': return literal("null", 4, CSIMDJSON_NULL);
        case '-': case '0': case '1': case '2': case '3': case '4':
        case '5': case '6': case '7': case '8': case '9':
            return number();
        default: return wrong(CSIMDJSON_BAD_STRUCTURE, place());
        }
    }

    uint32_t container(uint8_t kind) {
        if (depth == sizeof open / sizeof *open) return wrong(CSIMDJSON_TOO_DEEP, place());
        open[depth++] = Open{count, kind == CSIMDJSON_OBJECT, true};
        nodes[count++] = csimdjson_node{place(), 0, 0, kind, 0, 0};
        at++;
        return CSIMDJSON_OK;
    }

    void leaf(uint32_t start, uint32_t bytes, uint8_t kind, uint8_t escaped) {
        nodes[count] = csimdjson_node{start, bytes, count + 1, kind, escaped, 0};
        count++;
        at++;
    }

    /// The closing quote is the last byte before the next structural character that is not a space.
    uint32_t string() {
        const uint32_t start = places[at] + 1;
        uint32_t stop = (at + 1 < end ? places[at + 1] : length) - 1;
        while (stop > start && isSpace(text[stop])) stop--;
        if (stop < start || text[stop] != '"') return wrong(CSIMDJSON_BAD_STRUCTURE, place());
        const uint8_t escaped = hasBackslash(start, stop);
        if (escaped) {
            const uint32_t bad = firstBadEscape(text + start, stop - start);
            if (bad != UINT32_MAX) return wrong(CSIMDJSON_BAD_ESCAPE, start + bad);
        }
        leaf(start, stop - start, CSIMDJSON_STRING, escaped);
        return CSIMDJSON_OK;
    }

    /// Reads at most 15 bytes past `stop`: the text is padded.
    uint8_t hasBackslash(uint32_t start, uint32_t stop) const {
        const __m128i wanted = _mm_set1_epi8('\\');
        for (uint32_t i = start; i < stop; i += 16) {
            const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i *>(text + i));
            uint32_t hits = static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)));
            if (stop - i < 16) hits &= (1u << (stop - i)) - 1;
            if (hits) return 1;
        }
        return 0;
    }

    /// Nothing but a space or the next structural character may follow.
    bool ends(uint32_t stop) const {
        return stop == (at + 1 < end ? places[at + 1] : length) || isSpace(text[stop]);
    }

    uint32_t literal(const char *word, uint32_t bytes, uint8_t kind) {
        const uint32_t start = places[at];
        if (std::memcmp(text + start, word, bytes) != 0 || !ends(start + bytes))
            return wrong(CSIMDJSON_BAD_LITERAL, start);
        leaf(start, bytes, kind, 0);
        return CSIMDJSON_OK;
    }

    static bool isDigit(uint8_t c) { return c >= '0' && c <= '9'; }

    uint32_t number() {
        const uint32_t start = places[at];
        uint32_t i = start + (text[start] == '-');
        if (!isDigit(text[i])) return wrong(CSIMDJSON_BAD_NUMBER, start);
        if (text[i] == '0') {
            i++;
        } else {
            while (isDigit(text[i])) i++;
        }
        if (text[i] == '.') {
            if (!isDigit(text[++i])) return wrong(CSIMDJSON_BAD_NUMBER, start);
            while (isDigit(text[i])) i++;
        }
        if (text[i] == 'e' || text[i] == 'E') {
            i++;
            if (text[i] == '+' || text[i] == '-') i++;
            if (!isDigit(text[i])) return wrong(CSIMDJSON_BAD_NUMBER, start);
            while (isDigit(text[i])) i++;
        }
        if (!ends(i)) return wrong(CSIMDJSON_BAD_NUMBER, start);
        leaf(start, i - start, CSIMDJSON_NUMBER, 0);
        return CSIMDJSON_OK;
    }
};
