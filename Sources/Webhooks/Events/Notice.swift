import Wire

/// One event on its way to a receiver.
struct Notice: Sendable, Equatable {
    /// The same whenever it is sent: receivers know by it what they have seen.
    var id: String
    var kind: WebhookKind
    /// The CloudEvent, structured.
    var body: [UInt8]
    /// Where its source goes on after it, and by what the place is found again.
    var next: Int64
    var key = ""
    /// For the daemon's own log.
    var position: UInt64?
    var order: String?

    /// The media type of the body.
    static let contentType = "application/cloudevents+json; charset=utf-8"

    /// A CloudEvent that is no record of the log.
    ///
    /// - Parameters:
    ///   - time: RFC 3339.
    ///   - data: a JSON object.
    static func event(
        id: String, type: String, time: String, subject: String?, position: UInt64? = nil, data: String
    ) -> [UInt8] {
        var out = JSONObjectText()
        out.text("specversion", "1.0")
        out.text("id", id)
        out.text("source", "firstmile")
        out.text("type", "firstmile.\(type).v1")
        out.text("time", time)
        if let subject { out.text("subject", subject) }
        out.text("datacontenttype", "application/json")
        if let position { out.number("position", position) }
        out.raw("data", data)
        return Array(out.end().utf8)
    }
}

/// What a look at a source gave: perhaps something to send, and how far it was looked through.
struct Look: Sendable, Equatable {
    var notice: Notice?
    /// Nothing before it is to be sent, but the notice.
    var scanned: Int64
    var key = ""
}
