/// The fields of a protobuf message by their numbers, to be changed one by one. For records of older versions: it
/// allocates, as the newest never do.
public struct PayloadFields: Sendable {
    private struct Field {
        var number: Int
        var wire: UInt64
        /// A number, for wire types 0 and 1.
        var bits: UInt64 = 0
        /// What lies there otherwise.
        var bytes: [UInt8] = []
    }

    private var fields: [Field] = []

    /// Nil: the message is broken.
    init?(_ message: UnsafeRawBufferPointer) {
        guard let start = message.baseAddress else { return }
        var reader = unsafe ProtobufReader(start, start + message.count)
        while !reader.isAtEnd {
            guard let key = reader.varint() else { return nil }
            var field = Field(number: Int(truncatingIfNeeded: key >> 3), wire: key & 7)
            switch field.wire {
            case 0:
                guard let value = reader.varint() else { return nil }
                field.bits = value
            case 1:
                guard let value = reader.fixed64() else { return nil }
                field.bits = value
            case 2:
                guard let length = reader.length() else { return nil }
                field.bytes = unsafe Array(UnsafeRawBufferPointer(start: reader.cursor, count: length))
                guard reader.advance(length) else { return nil }
            default: return nil
            }
            fields.append(field)
        }
    }

    // MARK: Reading

    /// The last one of a field that is a text or a message; nil where there is none.
    public func bytes(_ number: Int) -> [UInt8]? {
        fields.last { $0.number == number && $0.wire == 2 }?.bytes
    }

    public func text(_ number: Int) -> String? { bytes(number).map { String(decoding: $0, as: UTF8.self) } }

    /// A whole number, a choice, a flag or an instant.
    public func number(_ number: Int) -> UInt64? { fields.last { $0.number == number && $0.wire < 2 }?.bits }

    // MARK: Changing

    /// The field is called by another number from now on, all its repetitions with it.
    public mutating func move(_ number: Int, to other: Int) {
        for index in fields.indices where fields[index].number == number { fields[index].number = other }
    }

    public mutating func remove(_ number: Int) { fields.removeAll { $0.number == number } }

    public mutating func set(_ number: Int, text: String) { set(number, bytes: Array(text.utf8)) }

    public mutating func set(_ number: Int, bytes: [UInt8]) {
        remove(number)
        fields.append(Field(number: number, wire: 2, bytes: bytes))
    }

    public mutating func set(_ number: Int, number value: UInt64) {
        remove(number)
        fields.append(Field(number: number, wire: 0, bits: value))
    }

    /// The message as it is now, its fields in the order of their numbers.
    var message: [UInt8] {
        var out = ByteWriter()
        let sorted = fields.enumerated().sorted {
            ($0.element.number, $0.offset) < ($1.element.number, $1.offset)
        }
        for (_, field) in sorted {
            out.key(field.number, field.wire)
            switch field.wire {
            case 0: out.varint(field.bits)
            case 1: unsafe withUnsafeBytes(of: field.bits.littleEndian) { unsafe out.bytes($0) }
            default:
                out.varint(UInt64(field.bytes.count))
                unsafe field.bytes.withUnsafeBytes { unsafe out.bytes($0) }
            }
        }
        return unsafe Array(out.bytes)
    }
}
