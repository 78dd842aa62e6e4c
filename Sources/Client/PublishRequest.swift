/// Events to be published with one request: bytes as they go over the wire, already written by whoever made
/// them.
public struct PublishRequest: Sendable {
    /// What the payloads are, e.g. `application/cloudevents+json`.
    public var contentType: String
    /// One or more parts, each an event or a batch. The daemon takes 64 parts, 1 MiB each and 4 MiB together.
    public var payloads: [[UInt8]]

    public init(contentType: String, payloads: [[UInt8]]) {
        (self.contentType, self.payloads) = (contentType, payloads)
    }

    /// One payload.
    public init(contentType: String, payload: [UInt8]) {
        self.init(contentType: contentType, payloads: [payload])
    }

    /// Bytes of all payloads.
    var byteCount: Int { payloads.reduce(0) { $0 + $1.count } }
}
