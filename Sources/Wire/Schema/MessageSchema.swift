import Vocabulary

/// The fields of one message, in the order in which they are checked and written.
///
/// Lives for the whole process behind plain pointers: looking a field up must not count references.
@safe struct MessageSchema {
    let specs: UnsafePointer<FieldSpec>
    let count: Int
    /// Bit n: field n is known, and may occur more than once.
    let known: UInt64
    let repeated: UInt64
    /// Number of the field that holds the order id; 0 where there is none.
    let orderField: Int

    /// `isInner`: it stands inside a payload and keeps its own unknown members in a field.
    init(_ fields: [FieldSpec], isInner: Bool = false) {
        let room = UnsafeMutablePointer<FieldSpec>.allocate(capacity: max(1, fields.count))
        unsafe room.initialize(from: fields, count: fields.count)
        unsafe specs = UnsafePointer(room)
        count = fields.count
        known = fields.reduce(isInner ? 1 << UInt64(FieldSpec.innerExtra) : 0) { $0 | 1 << UInt64($1.number) }
        orderField = fields.first { "\($0.name)" == "orderId" }.map { Int($0.number) } ?? 0
        repeated = fields.reduce(0) {
            $1.kind == .messages || $1.kind == .tokens || $1.kind == .papers
                ? $0 | 1 << UInt64($1.number) : $0
        }
    }

    @inline(__always)
    subscript(index: Int) -> FieldSpec {
        @inline(__always) unsafeAddress { unsafe specs + index }
    }

    /// The field with a name in JSON. `hint` is where to look first: members mostly come in schema order.
    @inline(__always)
    func find(_ name: UnsafeRawPointer, _ length: Int, hint: Int) -> Int? {
        var index = hint
        for _ in 0..<count {
            if index >= count { index = 0 }
            if unsafe specs[index].name.equals(name, length) { return index }
            index &+= 1
        }
        return nil
    }
}

extension StaticString {
    @inline(__always)
    func equals(_ start: UnsafeRawPointer, _ length: Int) -> Bool {
        unsafe utf8CodeUnitCount == length && Name.areEqual(UnsafeRawPointer(utf8Start), start, length)
    }
}

/// Comparing names without a call into the C library: most are decided by their first eight bytes.
enum Name {
    @inline(__always)
    static func areEqual(_ own: UnsafeRawPointer, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
        if length >= 8 {
            var offset = 0
            while offset &+ 8 <= length {
                guard
                    unsafe own.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                        == start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                else { return false }
                offset &+= 8
            }
            return unsafe own.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
                == start.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
        }
        for offset in 0..<length {
            guard
                unsafe own.load(fromByteOffset: offset, as: UInt8.self)
                    == start.load(fromByteOffset: offset, as: UInt8.self)
            else { return false }
        }
        return true
    }
}

/// Every message, found once.
@safe struct Schemas: @unchecked Sendable {
    private let payloads: UnsafePointer<MessageSchema>
    private let inner: UnsafePointer<MessageSchema>
    /// The attributes of the JSON form.
    let attributes: MessageSchema
    let typeNames: TypeNames

    /// By number of the payload in the `Event` message.
    static let firstPayload = 16
    static let types = EventType.allCases.sorted { $0.index < $1.index }
    static let all = Schemas()

    private init() {
        let payloads = UnsafeMutablePointer<MessageSchema>.allocate(capacity: Self.types.count)
        for (index, type) in Self.types.enumerated() {
            unsafe (payloads + index).initialize(to: MessageSchema(type.fields))
        }
        let lists: [[FieldSpec]] = [
            [], FieldSpec.good, FieldSpec.dimensions, FieldSpec.finding, FieldSpec.feeLine,
            FieldSpec.consideredLine,
        ]
        let inner = UnsafeMutablePointer<MessageSchema>.allocate(capacity: lists.count)
        for (index, list) in lists.enumerated() {
            unsafe (inner + index).initialize(to: MessageSchema(list, isInner: true))
        }
        attributes = MessageSchema(FieldSpec.attributes)
        typeNames = TypeNames(Self.types)
        unsafe self.payloads = UnsafePointer(payloads)
        unsafe self.inner = UnsafePointer(inner)
    }

    @inline(__always)
    subscript(payload index: Int) -> MessageSchema { unsafe payloads[index] }

    @inline(__always)
    subscript(inner schema: InnerSchema) -> MessageSchema { unsafe inner[Int(schema.rawValue)] }
}
