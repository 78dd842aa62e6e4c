/// Walks the fields of one protobuf message.
@safe struct ProtobufReader {
    private(set) var cursor: UnsafeRawPointer
    let end: UnsafeRawPointer
    /// Cleared by a number that is written longer than need be: no serializer does, but it must not make
    /// two records of one event.
    var isMinimal = true

    init(_ start: UnsafeRawPointer, _ end: UnsafeRawPointer) {
        unsafe cursor = start
        unsafe self.end = end
    }

    @inline(__always)
    var isAtEnd: Bool { unsafe cursor >= end }

    /// Nil: the message is cut off, or the number has more than 64 bits.
    @inline(__always)
    mutating func varint() -> UInt64? {
        guard unsafe cursor < end else { return nil }
        let first = unsafe cursor.load(as: UInt8.self)
        if first < 0x80 {
            unsafe cursor += 1
            return UInt64(first)
        }
        // Two bytes: the keys of fields from 16 on, and lengths of payloads.
        if unsafe end - cursor >= 2 {
            let second = unsafe cursor.load(fromByteOffset: 1, as: UInt8.self)
            if second &- 1 < 0x7F {
                unsafe cursor += 2
                return UInt64(first & 0x7F) | UInt64(second) &<< 7
            }
        }
        return longVarint()
    }

    @inline(never)
    private mutating func longVarint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while unsafe cursor < end {
            let byte = unsafe cursor.load(as: UInt8.self)
            unsafe cursor += 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 {
                if byte == 0 { isMinimal = false }
                return value
            }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }

    /// The length of a delimited value that lies wholly in the message.
    @inline(__always)
    mutating func length() -> Int? {
        guard let length = varint(), length <= UInt64(unsafe end - cursor) else { return nil }
        return Int(length)
    }

    @inline(__always)
    mutating func advance(_ count: Int) -> Bool {
        guard unsafe count <= end - cursor else { return false }
        unsafe cursor += count
        return true
    }

    @inline(__always)
    mutating func fixed64() -> UInt64? {
        guard unsafe end - cursor >= 8 else { return nil }
        defer { unsafe cursor += 8 }
        return unsafe cursor.loadUnaligned(as: UInt64.self).littleEndian
    }

    /// Passes over a value. Groups are not part of proto3.
    @inline(__always)
    mutating func skip(wire: UInt64) -> Bool {
        switch wire {
        case 0: return varint() != nil
        case 1: return advance(8)
        case 2:
            guard let length = length() else { return false }
            return advance(length)
        case 5: return advance(4)
        default: return false
        }
    }
}
