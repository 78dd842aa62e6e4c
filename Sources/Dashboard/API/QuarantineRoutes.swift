import Client
import Explaining
import Foundation
import Hummingbird
import Quarantine
import Vocabulary
import Wire

/// What was refused: to be listed, looked at, mended and sent again.
enum QuarantineRoutes {
    static let all: [Route] = [
        .get("/api/v1/quarantine", role: .ops) { call in try await list(call) },
        .get("/api/v1/quarantine/{id}", role: .ops) { call in
            try call.query().end()
            let (_, entry) = try await entry(call)
            return .json(entry.json(withEvent: true))
        },
        .post("/api/v1/quarantine/{id}/resend", role: .ops, limit: 1 << 20) { call in try await resend(call)
        },
    ]

    private static func list(_ call: Call) async throws -> Response {
        try call.principal.checkSeesAll("the quarantine")
        var query = try call.query()
        var filter = QuarantineReader.Filter()
        filter.code = try query.choice("code", RefusalCode.self)?.rawValue
        filter.source = query.text("source")
        filter.erpAccount = query.text("erpAccount")
        filter.since = try query.time("since")?.nanoseconds
        filter.open = try query.truth("open") ?? false
        filter.limit = try query.number("limit", in: HTTPLimits.rows) ?? 50
        try query.end()
        let path = call.house.places.quarantine
        let (figures, entries) = try await call.house.views.run { [filter] in
            let reader = try QuarantineReader(path)
            return (
                try reader?.figures() ?? QuarantineReader.Figures(), try reader?.entries(filter) ?? []
            )
        }
        let rows = entries.map { $0.json(withEvent: false) }.joined(separator: ",")
        return .json("{\"figures\":\(figures.json),\"entries\":[\(rows)]}")
    }

    /// The entry that the path names.
    private static func entry(_ call: Call) async throws -> (QuarantineReader, QuarantineEntry) {
        try call.principal.checkSeesAll("the quarantine")
        let name = call.name("id")
        let path = call.house.places.quarantine
        let found = try await call.house.views.run { () -> (QuarantineReader, QuarantineEntry)? in
            guard let id = Int64(name), let reader = try QuarantineReader(path) else { return nil }
            return try reader.entry(id).map { (reader, $0) }
        }
        guard let found else {
            throw Problem.unknown(
                "entry", name, field: "id", fix: "GET /api/v1/quarantine lists those that are kept")
        }
        return found
    }

    private static func resend(_ call: Call) async throws -> Response {
        try call.query().end()
        let change = try Change(try await call.body(), call.contentType)
        // Something else than what was refused is something new to say.
        if change.isSome { try call.principal.check(.publish) }
        let (reader, entry) = try await entry(call)
        let request: PublishRequest
        do {
            request = try change.request(entry)
        } catch let error as EventEdit.Impossible {
            throw Problem(
                .unprocessableContent, "cannot-mend", "The event cannot be mended like this",
                detail: error.description, field: "set", fix: "send the whole event as `event`")
        }
        let reply = try await call.house.door.publish(request)
        let now = Int64(Date().timeIntervalSince1970 * 1e9)
        if let resent = try QuarantineEntry.resent(reply, at: now) {
            try await call.house.views.run { try reader.mark(entry.id, resent) }
        }
        return try PublishAnswer(reply, isBatch: false).response
    }

    /// What is to be done to an event before it is sent again: `{"set":{"recipientPhone":"+34…"}}`, or
    /// `{"event":{…}}` in its place; nothing at all sends it as it is.
    private struct Change {
        private var edits: [EventEdit] = []
        private var event: [UInt8]?

        init(_ body: [UInt8], _ contentType: String?) throws {
            guard !body.isEmpty else { return }
            guard contentType == "application/json" else {
                throw Problem.contentType(contentType, allowed: ["application/json"])
            }
            var members = try JSONMembers(body)
            if let set = try members.object("set") {
                edits = try set.sorted { $0.key < $1.key }.map { name, value in
                    do {
                        return try EventEdit(field: name, json: try JSONMembers.text(of: value))
                    } catch let error as EventEdit.Impossible {
                        throw Problem.parameter("set.\(name)", error.description, fix: "send a JSON value")
                    }
                }
            }
            if let whole = try members.object("event") {
                guard edits.isEmpty else {
                    throw Problem.parameter("event", "set and event are both there", fix: "send one of them")
                }
                event = Array(try JSONMembers.text(of: whole).utf8)
            }
            try members.end()
        }

        var isSome: Bool { event != nil || !edits.isEmpty }

        func request(_ entry: QuarantineEntry) throws -> PublishRequest {
            guard let event else { return try entry.request(with: edits) }
            return PublishRequest(contentType: ContentType.json.rawValue, payload: event)
        }
    }
}
