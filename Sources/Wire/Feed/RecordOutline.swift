public import Vocabulary

/// What a record is about, read without decoding it: for filters, topics and groups, which look at every record.
public struct RecordOutline: Sendable {
    /// What may be looked for beside type and origin.
    public struct Parts: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let order = Self(rawValue: 1)
        public static let seller = Self(rawValue: 2)
        public static let country = Self(rawValue: 4)
        public static let provider = Self(rawValue: 8)
        public static let trackingNumber = Self(rawValue: 16)
    }

    public internal(set) var type: EventType
    public internal(set) var origin = Origin.fact
    /// What the event says of itself, as far as it was asked for; nil where it does not say it.
    public internal(set) var order: Token?
    public internal(set) var seller: Token?
    public internal(set) var country: Token?
    public internal(set) var provider: Token?
    public internal(set) var trackingNumber: Token?

    /// Nil for bytes that no version of this module has written.
    public static func of(_ record: UnsafeRawBufferPointer, _ parts: Parts) -> RecordOutline? {
        guard let start = record.baseAddress else { return nil }
        var reader = unsafe ProtobufReader(start, start + record.count)
        var origin = Origin.fact
        while let key = reader.varint() {
            if key == UInt64(Attribute.origin) << 3 {
                guard let value = reader.varint() else { return nil }
                origin = value == 1 ? .decision : .fact
                continue
            }
            let type = Int(key >> 3) - Schemas.firstPayload
            guard key & 7 == 2, Schemas.types.indices.contains(type) else {
                guard reader.skip(wire: key & 7) else { return nil }
                continue
            }
            guard let length = reader.length() else { return nil }
            var outline = RecordOutline(type: Schemas.types[type], origin: origin)
            guard !parts.isEmpty else { return outline }
            let places = FieldPlaces.all[type]
            let body = unsafe reader.cursor
            return unsafe outline.read(ProtobufReader(body, body + length), places, parts) ? outline : nil
        }
        return nil
    }

    private init(type: EventType, origin: Origin) { (self.type, self.origin) = (type, origin) }

    private mutating func read(
        _ body: consuming ProtobufReader, _ places: FieldPlaces, _ parts: Parts
    ) -> Bool {
        var reader = body
        while let key = reader.varint() {
            let part = key & 7 == 2 ? places.part(of: Int(key >> 3)) : []
            guard !part.isEmpty, parts.contains(part) else {
                guard reader.skip(wire: key & 7) else { return false }
                continue
            }
            guard let length = reader.length() else { return false }
            let text = unsafe Token(utf8: UnsafeRawBufferPointer(start: reader.cursor, count: length))
            switch part {
            case .order: order = text
            case .seller: seller = text
            case .country: country = text
            case .provider: provider = text
            default: trackingNumber = text
            }
            _ = reader.advance(length)
        }
        return reader.isAtEnd
    }
}

/// In which fields of a payload its order, seller and so on stand.
private struct FieldPlaces: Sendable {
    /// By field number.
    private let parts: [RecordOutline.Parts]

    /// By number of the type.
    static let all: [FieldPlaces] = Schemas.types.map { FieldPlaces($0) }

    private init(_ type: EventType) {
        var parts: [RecordOutline.Parts] = []
        for field in type.fields {
            let number = Int(field.number)
            while parts.count <= number { parts.append([]) }
            switch "\(field.name)" {
            case "orderId": parts[number] = .order
            case "sellerId": parts[number] = .seller
            case "country": parts[number] = .country
            case "provider": parts[number] = .provider
            case "trackingNumber": parts[number] = .trackingNumber
            default: break
            }
        }
        self.parts = parts
    }

    func part(of number: Int) -> RecordOutline.Parts {
        parts.indices.contains(number) ? parts[number] : []
    }
}
