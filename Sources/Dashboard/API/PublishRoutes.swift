import Client
import HTTPTypes
import Hummingbird
import Vocabulary
import Wire

/// CloudEvents over HTTP, for those who do not speak ZeroMQ: structured, batched, or with their attributes in headers.
enum PublishRoutes {
    static let all: [Route] = [
        .post("/api/v1/events", role: .publish, limit: 1 << 20) { call in try await publish(call) }
    ]

    private static func publish(_ call: Call) async throws -> Response {
        try call.query().end()
        let request = try await request(call)
        try await PublishScope(of: call.principal)?.check(request, call.house)
        let reply = try await call.house.door.publish(request)
        return try PublishAnswer(
            reply, isBatch: request.contentType == ContentType.jsonBatch.rawValue
        ).response
    }

    private static func request(_ call: Call) async throws -> PublishRequest {
        let known = [ContentType.json.rawValue, ContentType.jsonBatch.rawValue]
        let type = call.contentType
        if let type, known.contains(type) {
            return PublishRequest(contentType: type, payload: try await filled(call))
        }
        guard type == "application/json", let event = try BinaryEvent(call.request.headers) else {
            throw Problem.contentType(type, allowed: known + ["application/json with ce- headers"])
        }
        return PublishRequest(
            contentType: ContentType.json.rawValue, payload: event.structured(with: try await filled(call)))
    }

    private static func filled(_ call: Call) async throws -> [UInt8] {
        let body = try await call.body()
        guard !body.isEmpty else {
            throw Problem(
                .badRequest, "empty", "There is no event", detail: "the body is empty", field: "body",
                fix: "send a CloudEvent, or a list of them")
        }
        return body
    }
}

extension Problem {
    /// An event that was refused, in the intake's own words.
    init(_ refusal: Refusal) {
        self.init(
            .unprocessableContent, "refused", "The event was refused", detail: refusal.reason,
            field: refusal.field.isEmpty ? nil : refusal.field, fix: refusal.fix)
        members.append(("code", JSONText.quoted(refusal.code.rawValue)))
        if let id = refusal.id { members.append(("id", JSONText.quoted(id))) }
        if let source = refusal.source { members.append(("source", JSONText.quoted(source))) }
        if refusal.code == .malformed { status = .badRequest }
        if refusal.code == .conflict { status = .conflict }
    }
}
