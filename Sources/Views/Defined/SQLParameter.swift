import Vocabulary

/// What a statement may ask of a record.
enum SQLParameter: String, CaseIterable, Sendable {
    /// In the log.
    case position
    /// When it happened, and when the log recorded it: nanoseconds since 1970.
    case time
    case recordedAt
    /// Such as `number-uploaded`.
    case type
    /// `fact` or `decision`.
    case origin
    /// Of a decision: the position of the fact that caused it.
    case cause
    /// The publisher's own counter.
    case sequence
    /// Of the CloudEvent.
    case id
    case source
    /// NULL where the event names none.
    case orderId
    case sellerId
    case provider
    case trackingNumber
    /// Everything the event says, as a JSON object.
    case data

    /// As it is written in SQL.
    var name: String { ":\(rawValue)" }

    static var list: String { allCases.map(\.name).joined(separator: " ") }
}
