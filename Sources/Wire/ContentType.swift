/// How the events of a payload are written.
public enum ContentType: String, Sendable, CaseIterable {
    /// One CloudEvent as a JSON object.
    case json = "application/cloudevents+json"
    /// A JSON array of CloudEvents.
    case jsonBatch = "application/cloudevents-batch+json"
    /// A `firstmile.v1.EventBatch`.
    case protobuf = "application/vnd.firstmile.events+protobuf"

    /// How the acknowledgement is written: the way the events were.
    public var reply: ReplyType {
        switch self {
        case .json, .jsonBatch: .json
        case .protobuf: .protobuf
        }
    }
}

/// How an acknowledgement is written.
public enum ReplyType: String, Sendable, CaseIterable {
    case json = "application/vnd.firstmile.acknowledgement+json"
    case protobuf = "application/vnd.firstmile.acknowledgement+protobuf"
}
