import Vocabulary

/// The second frame of a live message: where the event stands, and what stood before it.
public enum LiveHeader: Sendable, Equatable {
    case event(position: UInt64, previousOfType: UInt64?, previousOfTopic: UInt64?)
    /// All before this position have been published.
    case end(UInt64)

    public var json: String {
        var out = JSONObjectText()
        switch self {
        case .event(let position, let ofType, let ofTopic):
            out.number("position", position)
            out.raw("previousOfType", ofType.map { "\($0)" } ?? "null")
            out.raw("previousOfTopic", ofTopic.map { "\($0)" } ?? "null")
        case .end(let end): out.number("end", end)
        }
        return out.end()
    }
}

/// Reads them, for clients. Belongs to one thread.
public final class LiveHeaderReader {
    private let parser = JSONParser()

    public init() {}

    /// Nil for what is no such header.
    public func read(_ bytes: UnsafeRawBufferPointer) -> LiveHeader? {
        guard let document = try? unsafe parser.parse(bytes),
            let members = try? FeedMembers(document, 0, "the header")
        else { return nil }
        func position(_ name: String) -> UInt64? { (try? members.position(name))?.rawValue }
        if let end = position("end") { return .end(end) }
        guard let place = position("position") else { return nil }
        return .event(
            position: place, previousOfType: position("previousOfType"),
            previousOfTopic: position("previousOfTopic"))
    }
}
