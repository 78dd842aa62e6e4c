/// What a look at a text's bytes shows, without making a `String`.
enum TextCheck {
    /// Whether the bytes are UTF-8 without control characters (C0, DEL): CloudEvents forbids them in
    /// attributes, and in an id they would break lines of logs and tables.
    @inline(__always)
    static func isPlain(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
        var offset = 0
        while offset &+ 8 <= count {
            let word = unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if suspicious(word) != 0 { return unsafe isPlainSlowly(start, count) }
            offset &+= 8
        }
        if offset == count { return true }
        if count >= 8 {
            // The last eight bytes, some of them for the second time.
            let word = unsafe start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            return unsafe suspicious(word) == 0 || isPlainSlowly(start, count)
        }
        if count >= 4 {
            let low = unsafe start.loadUnaligned(as: UInt32.self)
            let high = unsafe start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
            if suspicious(UInt64(low) | UInt64(high) << 32) == 0 { return true }
        }
        return unsafe isPlainSlowly(start, count)
    }

    /// Not zero where a byte is above 0x7E or below 0x20.
    @inline(__always)
    private static func suspicious(_ word: UInt64) -> UInt64 {
        let high: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        let below = (word &- ones &* 0x20) & ~word
        let delete = word &+ ones
        return (word | below | delete) & high
    }

    @inline(never)
    private static func isPlainSlowly(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
        var isASCII = true
        for offset in 0..<count {
            let byte = unsafe start.load(fromByteOffset: offset, as: UInt8.self)
            if byte < 0x20 || byte == 0x7F { return false }
            if byte >= 0x80 { isASCII = false }
        }
        return isASCII || (unsafe isUTF8(start, count))
    }

    /// Strict UTF-8: nothing overlong, no surrogates, nothing above U+10FFFF.
    static func isUTF8(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
        var offset = 0
        while offset < count {
            if offset + 8 <= count,
                unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080
                    == 0
            {
                offset += 8
                continue
            }
            let byte = unsafe start.load(fromByteOffset: offset, as: UInt8.self)
            if byte < 0x80 {
                offset += 1
                continue
            }
            let length = byte < 0xC2 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : byte < 0xF5 ? 4 : 0
            guard length > 0, offset + length <= count else { return false }
            let second = unsafe start.load(fromByteOffset: offset + 1, as: UInt8.self)
            let low: UInt8 = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF
            guard second >= low, second <= high else { return false }
            for rest in 2..<max(2, length) {
                guard unsafe start.load(fromByteOffset: offset + rest, as: UInt8.self) & 0xC0 == 0x80 else {
                    return false
                }
            }
            offset += length
        }
        return true
    }
}
