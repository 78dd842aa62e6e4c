/// The outermost message: attributes and exactly one payload.
extension Workspace {
    /// Where the payload of an event lies.
    @safe struct FoundPayload {
        /// Index of its type; nil where there is none, or one this version does not know.
        var type: Int?
        var start: UnsafeRawPointer?
        var end: UnsafeRawPointer?
    }

    /// Bit n: field n of `Event` is known.
    static let envelopeKnown: UInt64 = 0b1111_1111_1110 | ((1 << UInt64(Schemas.types.count)) - 1) << 16

    /// Nil: the message is broken.
    @inline(__always)
    mutating func scanEvent(_ start: UnsafeRawPointer, _ end: UnsafeRawPointer) -> FoundPayload? {
        var reader = unsafe ProtobufReader(start, end)
        var found = FoundPayload()
        var present: UInt64 = 0
        var last: UInt64 = 0
        var hasUnknown = false
        // Read back by refusals, also by one of a message that breaks off.
        unsafe self[0] = Slot(start: nil, count: 0, bits: 0)
        while !reader.isAtEnd {
            guard let key = reader.varint() else { return nil }
            let (number, wire) = (key >> 3, key & 7)
            if number >= 1, number <= UInt64(Attribute.version) {
                let bit: UInt64 = 1 << number
                if present & bit != 0 { isCanonical = false }
                guard readValue(&reader, wire, into: Int(truncatingIfNeeded: number)) else { return nil }
                present |= bit
                self[0].bits = present
            } else if number >= UInt64(Schemas.firstPayload), number < Self.lastPayload, wire == 2 {
                guard let length = reader.length() else { return nil }
                if found.type != nil { isCanonical = false }
                found.type = Int(truncatingIfNeeded: number) &- Schemas.firstPayload
                unsafe found.start = reader.cursor
                unsafe found.end = reader.cursor + length
                guard reader.advance(length) else { return nil }
            } else {
                guard number > 0, number < 1 << 29, !Self.isPayload(number), reader.skip(wire: wire) else {
                    return nil
                }
                hasUnknown = true
                continue
            }
            if hasUnknown || number < last { isCanonical = false }
            last = number
        }
        if !reader.isMinimal { isCanonical = false }
        if hasUnknown { self[0].count = -1 }
        return found
    }

    /// The number after the last type's: written out, as it is compared for every field. A test counts.
    static let lastPayload = UInt64(Schemas.firstPayload + 26)

    /// A payload's number with another type than a message.
    @inline(__always)
    private static func isPayload(_ number: UInt64) -> Bool {
        number >= UInt64(Schemas.firstPayload) && number < lastPayload
    }
}
