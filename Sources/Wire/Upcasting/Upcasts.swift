public import Vocabulary

/// How payloads of older versions are read as the newest: the log keeps what was written, and everybody behind it knows
/// the newest form only.
///
/// One step for each version that came after the first, in ``shipped``; CONTRIBUTING says how one is added.
public struct Upcasts: Sendable {
    /// From one version of a type to the next.
    public typealias Step = @Sendable (inout PayloadFields) -> Void

    /// By index of the type: the first lifts version 1 to version 2.
    private var steps: [[Step]]
    /// Whether there is only the first version of each type.
    private var isEmpty = true

    /// Those of `Schemas/firstmile`. Every type is at version 1 so far. A change is one line here:
    /// `.lifting(.scanned) { $0.move(6, to: 5) }`
    public static let shipped = Upcasts()

    public init() { steps = Array(repeating: [], count: EventType.allCases.count) }

    /// With one more version of a type.
    public func lifting(_ type: EventType, _ step: @escaping Step) -> Self {
        var more = self
        more.steps[type.index].append(step)
        more.isEmpty = false
        return more
    }

    /// The newest version of a type.
    public func newest(_ type: EventType) -> Int { newest(type.index) }

    @inline(__always)
    func newest(_ type: Int) -> Int { isEmpty ? 1 : steps[type].count + 1 }

    /// The record with its payload in the newest version; nil where it is that already, or nothing can be read of it.
    func lift(_ record: UnsafeRawBufferPointer) -> [UInt8]? {
        guard var event = unsafe PayloadFields(record) else { return nil }
        let version = Int(clamping: event.number(Attribute.version) ?? 1)
        for type in Schemas.types where !steps[type.index].isEmpty {
            let number = Schemas.firstPayload + type.index
            guard let bytes = event.bytes(number), version > 0, version <= steps[type.index].count,
                var payload = unsafe bytes.withUnsafeBytes({ unsafe PayloadFields($0) })
            else { continue }
            for step in steps[type.index][(version - 1)...] { step(&payload) }
            event.set(Attribute.version, number: UInt64(newest(type)))
            event.set(number, bytes: payload.message)
            return event.message
        }
        return nil
    }
}
