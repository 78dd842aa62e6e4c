import Wire

/// The verbs of `Schemas/protocol.md`.
enum Verb {
    case publish
    case ping

    /// Compared as bytes: it comes with every request.
    init?(_ frame: UnsafeRawBufferPointer) {
        if unsafe frame.elementsEqual("firstmile/1 PUBLISH".utf8) {
            self = .publish
        } else if unsafe frame.elementsEqual("firstmile/1 PING".utf8) {
            self = .ping
        } else {
            return nil
        }
    }
}

/// Why a whole request was turned away; nothing of it was recorded.
struct RequestProblem: Error {
    let code: String
    let reason: String
    let fix: String

    static let version = RequestProblem(
        code: "unknown-version", reason: "the first frame does not begin with \"firstmile/1 \"",
        fix: "send \"firstmile/1 PUBLISH\" as the first frame")
    static let verb = RequestProblem(
        code: "unknown-verb", reason: "the first frame names no verb of version 1",
        fix: "send \"firstmile/1 PUBLISH\" or \"firstmile/1 PING\"")
    static let contentType = RequestProblem(
        code: "unknown-content-type", reason: "the third frame names no content type we read",
        fix: "send one of \(ContentType.allCases.map(\.rawValue).joined(separator: ", "))")
    static let tooFewFrames = RequestProblem(
        code: "too-few-frames", reason: "a request to publish has at least four frames",
        fix: "send verb, correlation, content type and at least one payload frame")
    static let tooManyFrames = RequestProblem(
        code: "too-many-frames", reason: "a request has at most \(IntakeLimits.payloadFrames) payload frames",
        fix: "send several requests")
    static let tooLarge = RequestProblem(
        code: "too-large",
        reason:
            "a request has at most \(IntakeLimits.requestBytes) bytes and \(IntakeLimits.requestEvents) events",
        fix: "send several requests")
    static let correlation = RequestProblem(
        code: "correlation-too-long",
        reason: "the correlation frame has at most \(IntakeLimits.correlationBytes) bytes",
        fix: "send a shorter one; it is only handed back")

    /// The log takes nothing at the moment; what was acknowledged is on disk.
    static func unavailable(_ reason: String) -> RequestProblem {
        RequestProblem(
            code: "unavailable", reason: reason, fix: "send the same request again in some seconds")
    }

    /// This connection has so much under way that it must wait.
    static func busy(_ reason: String) -> RequestProblem {
        RequestProblem(
            code: "busy", reason: reason,
            fix: "read the replies, keep fewer requests in flight, and send this one again after a moment")
    }

    /// As `application/problem+json`.
    var json: [UInt8] {
        let members = [("code", code), ("reason", reason), ("fix", fix)]
        let texts = members.map { "\"\($0)\":\(JSONText.quoted($1))" }
        return Array("{\(texts.joined(separator: ","))}".utf8)
    }
}

/// What one peer may ask of us at once (`Schemas/protocol.md`).
enum IntakeLimits {
    static let frameBytes = 1 << 20
    static let payloadFrames = 64
    static let requestBytes = 4 << 20
    static let requestEvents = 10_000
    static let correlationBytes = 64
    /// Records waiting for the disk before the socket is left alone.
    static let fillingBytes = 8 << 20
    /// Replies waiting for the disk before the socket is left alone.
    static let waitingReplyBytes = 64 << 20
}
