import Vocabulary

/// JSON as it is written out.
extension ByteWriter {
    /// A quoted string; the bytes are UTF-8.
    @inline(__always)
    mutating func jsonString(_ start: UnsafeRawPointer, _ length: Int) {
        byte(0x22)
        var offset = 0
        while offset &+ 8 <= length,
            Self.isHarmless(unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        { offset &+= 8 }
        unsafe bytes(start, offset)
        for rest in offset..<length { escaped(unsafe start.load(fromByteOffset: rest, as: UInt8.self)) }
        byte(0x22)
    }

    @inline(__always)
    mutating func jsonString(_ buffer: UnsafeRawBufferPointer) {
        if let start = buffer.baseAddress {
            unsafe jsonString(start, buffer.count)
        } else {
            text("\"\"")
        }
    }

    mutating func jsonString(_ text: String) {
        var copy = text
        copy.withUTF8 { unsafe jsonString(UnsafeRawBufferPointer($0)) }
    }

    /// No quotation mark, backslash or control character among eight bytes.
    @inline(__always)
    private static func isHarmless(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let control = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        let hits = control | (quote &- ones) & ~quote | (slash &- ones) & ~slash
        return hits & high == 0
    }

    private mutating func escaped(_ character: UInt8) {
        switch character {
        case 0x22: text("\\\"")
        case 0x5C: text("\\\\")
        case 0x0A: text("\\n")
        case 0x0D: text("\\r")
        case 0x09: text("\\t")
        case 0..<0x20:
            text("\\u00")
            let digits: StaticString = "0123456789abcdef"
            byte(unsafe digits.utf8Start[Int(character >> 4)])
            byte(unsafe digits.utf8Start[Int(character & 15)])
        default: byte(character)
        }
    }

    mutating func decimal(_ value: UInt64) {
        if value < 10 { return byte(0x30 + UInt8(value)) }
        reserve(20)
        unsafe fill(20) { out in
            var digits = 1
            var bound = value / 10
            while bound > 0 {
                digits += 1
                bound /= 10
            }
            var rest = value
            for place in stride(from: digits - 1, through: 0, by: -1) {
                unsafe out[place] = 0x30 + UInt8(rest % 10)
                rest /= 10
            }
            return digits
        }
    }

    mutating func decimal(signed value: Int64) {
        if value < 0 { byte(0x2D) }
        decimal(value.magnitude)
    }

    mutating func jsonTime(_ instant: Instant) {
        byte(0x22)
        unsafe fill(RFC3339.longest) { unsafe RFC3339.write(instant, to: $0) }
        byte(0x22)
    }
}
