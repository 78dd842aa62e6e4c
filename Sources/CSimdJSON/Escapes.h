// JSON's backslash escapes. Written here because half a surrogate pair must never become invalid UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>

/// The value of four hexadecimal digits, or a negative number.
static inline int32_t hex4(const uint8_t *p) {
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const uint8_t c = p[i];
        const int32_t digit = c >= '0' && c <= '9' ? c - '0'
            : c >= 'a' && c <= 'f'                 ? c - 'a' + 10
            : c >= 'A' && c <= 'F'                 ? c - 'A' + 10
                                                   : -1;
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

/// Offset of the first wrong escape, UINT32_MAX where all are right.
static inline uint32_t firstBadEscape(const uint8_t *text, uint32_t length) {
    for (uint32_t i = 0; i < length; i++) {
        if (text[i] != '\\') continue;
        const uint32_t start = i;
        if (++i >= length) return start;
        switch (text[i]) {
        case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': continue;
        case 'u': break;
        default: return start;
        }
        const int32_t unit = i + 4 < length ? hex4(text + i + 1) : -1;
        if (unit < 0 || (unit >= 0xDC00 && unit < 0xE000)) return start;
        i += 4;
        if (unit < 0xD800 || unit >= 0xDC00) continue;
        if (i + 6 >= length || text[i + 1] != '\\' || text[i + 2] != 'u') return start;
        const int32_t low = hex4(text + i + 3);
        if (low < 0xDC00 || low >= 0xE000) return start;
        i += 6;
    }
    return UINT32_MAX;
}

static inline uint8_t *putScalar(uint8_t *out, uint32_t scalar) {
    if (scalar < 0x80) {
        *out++ = static_cast<uint8_t>(scalar);
    } else if (scalar < 0x800) {
        *out++ = static_cast<uint8_t>(0xC0 | scalar >> 6);
        *out++ = static_cast<uint8_t>(0x80 | (scalar & 0x3F));
    } else if (scalar < 0x10000) {
        *out++ = static_cast<uint8_t>(0xE0 | scalar >> 12);
        *out++ = static_cast<uint8_t>(0x80 | (scalar >> 6 & 0x3F));
        *out++ = static_cast<uint8_t>(0x80 | (scalar & 0x3F));
    } else {
        *out++ = static_cast<uint8_t>(0xF0 | scalar >> 18);
        *out++ = static_cast<uint8_t>(0x80 | (scalar >> 12 & 0x3F));
        *out++ = static_cast<uint8_t>(0x80 | (scalar >> 6 & 0x3F));
        *out++ = static_cast<uint8_t>(0x80 | (scalar & 0x3F));
    }
    return out;
}

/// Writes the text; its escapes have been checked.
static inline size_t unescape(const uint8_t *raw, size_t length, uint8_t *out) {
    uint8_t *const begin = out;
    for (size_t i = 0; i < length; i++) {
        if (raw[i] != '\\') {
            *out++ = raw[i];
            continue;
        }
        switch (raw[++i]) {
        case 'b': *out++ = '\b'; break;
        case 'f': *out++ = '\f'; break;
        case 'n': *out++ = '\n'; break;
        case 'r': *out++ = '\r'; break;
        case 't': *out++ = '\t'; break;
        case 'u': {
            uint32_t scalar = static_cast<uint32_t>(hex4(raw + i + 1));
            i += 4;
            if (scalar >= 0xD800 && scalar < 0xDC00) {
                scalar = 0x10000 + ((scalar - 0xD800) << 10)
                    + (static_cast<uint32_t>(hex4(raw + i + 3)) - 0xDC00);
                i += 6;
            }
            out = putScalar(out, scalar);
            break;
        }
        default: *out++ = raw[i];
        }
    }
    return static_cast<size_t>(out - begin);
}
