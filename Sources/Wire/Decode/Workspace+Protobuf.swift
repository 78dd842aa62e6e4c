/// From protobuf bytes to slots.
extension Workspace {
    /// Notes where each field of a message lies. False: the message is broken.
    @inline(__always)
    mutating func scan(
        _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, region: Int, _ schema: MessageSchema
    ) -> Bool {
        var reader = unsafe ProtobufReader(start, end)
        var present: UInt64 = 0
        var last = 0
        var hasUnknown = false
        while !reader.isAtEnd {
            let keyStart = unsafe reader.cursor
            guard let key = reader.varint() else { return false }
            let (number, wire) = (Int(truncatingIfNeeded: min(key >> 3, 1 << 30)), key & 7)
            guard number < 64, schema.known >> UInt64(number) & 1 == 1 else {
                guard number > 0, number < 1 << 29, reader.skip(wire: wire) else { return false }
                hasUnknown = true
                continue
            }
            if hasUnknown || number < last { isCanonical = false }
            let bit: UInt64 = 1 << UInt64(number)
            if schema.repeated & bit != 0 {
                guard reader.skip(wire: wire) else { return false }
                if present & bit == 0 {
                    unsafe self[region &+ number].start = keyStart
                    self[region &+ number].count = unsafe end - keyStart
                }
            } else {
                if present & bit != 0 { isCanonical = false }
                guard readValue(&reader, wire, into: region &+ number) else { return false }
            }
            present |= bit
            last = number
        }
        if !reader.isMinimal { isCanonical = false }
        unsafe self[region] = Slot(start: nil, count: hasUnknown ? -1 : 0, bits: present)
        return true
    }

    /// A singular value as it lies there; a negative `count` is the wire type of a number.
    @inline(__always)
    mutating func readValue(_ reader: inout ProtobufReader, _ wire: UInt64, into slot: Int) -> Bool {
        switch wire {
        case 2:
            guard let length = reader.length() else { return false }
            unsafe self[slot].start = reader.cursor
            self[slot].count = length
            return reader.advance(length)
        case 0:
            guard let value = reader.varint() else { return false }
            self[slot].bits = value
            self[slot].count = Slot.varint
            return true
        case 1:
            guard let value = reader.fixed64() else { return false }
            self[slot].bits = value
            self[slot].count = Slot.fixed
            return true
        case 5:
            self[slot].count = Slot.other
            return reader.advance(4)
        default:
            return false
        }
    }

    /// Gathers the unknown fields of a message in the order they came.
    mutating func keepUnknown(
        _ start: UnsafeRawPointer, _ end: UnsafeRawPointer, region: Int, known: UInt64
    ) {
        guard self[region].count < 0 else { return }
        let begin = scratch.count
        var reader = unsafe ProtobufReader(start, end)
        while !reader.isAtEnd {
            let keyStart = unsafe reader.cursor
            guard let key = reader.varint(), reader.skip(wire: key & 7) else { break }
            if key >> 3 < 64, known >> (key >> 3) & 1 == 1 { continue }
            unsafe scratch.bytes(keyStart, reader.cursor - keyStart)
        }
        let kept = unsafe scratch.bytes(from: begin)
        unsafe self[region].start = kept.baseAddress
        self[region].count = kept.count
    }
}

extension Slot {
    static let varint = -1
    static let fixed = -2
    static let other = -3
}
