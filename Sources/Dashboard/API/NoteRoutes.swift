import Explaining
import Foundation
import Hummingbird
import Views
import Vocabulary
import Wire

/// Notes on anomalies.
enum NoteRoutes {
    static let all: [Route] = [
        .get("/api/v1/anomalies/{id}/notes") { call in
            try call.query().end()
            let notes = try await NoteDesk(call).all().map(\.json).joined(separator: ",")
            return .json("{\"notes\":[\(notes)]}")
        },
        .post("/api/v1/anomalies/{id}/notes", role: .ops, limit: 16 << 10) { call in
            try call.query().end()
            guard call.contentType == "application/json" else {
                throw Problem.contentType(call.contentType, allowed: ["application/json"])
            }
            var members = try JSONMembers(try await call.body())
            let text = try members.text("text")
            try members.end()
            guard let text else {
                throw Problem.parameter("text", "there is no text", fix: "send {\"text\":\"…\"}")
            }
            return .json(try await NoteDesk(call).add(text).json, status: .created)
        },
    ]
}

/// The notes on the anomaly that the path names, as far as it is the asker's to see.
struct NoteDesk: Sendable {
    private let call: Call

    init(_ call: Call) { self.call = call }

    func anomaly() async throws -> FoundAnomaly {
        let (name, sellers) = (call.name("id"), call.principal.sellers)
        let found = try await call.house.views.read(ViewName.anomalies.rawValue) { reader in
            try Int64(name).flatMap { try reader.anomaly($0, sellers: sellers) }
        }
        guard let found else {
            throw Problem.unknown(
                "anomaly", name, field: "id",
                fix: "GET /api/v1/views/anomalies lists them; a rebuild may number them anew")
        }
        return found
    }

    func all() async throws -> [NoteShelf.Note] { try await notes(on: try await anomaly()) }

    func notes(on anomaly: FoundAnomaly) async throws -> [NoteShelf.Note] {
        let shelf = call.house.notes
        return try await call.house.views.run { try shelf.notes(on: anomaly.lasting) }
    }

    func add(_ text: String) async throws -> NoteShelf.Note {
        let key = try await anomaly().lasting
        let (shelf, author) = (call.house.notes, call.principal.name ?? "")
        let now = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        return try await call.house.views.run { try shelf.add(text, to: key, by: author, at: now) }
    }
}

extension FoundAnomaly {
    /// What it is whatever its id: what, of whom, and by which record.
    fileprivate var lasting: String {
        let first = evidence.first.map { "\($0.rawValue)" } ?? openedAt.text
        return [kind.rawValue, order?.text ?? "", subject ?? "", first].joined(separator: "|")
    }
}

extension NoteShelf.Note {
    fileprivate var json: String {
        var out = JSONObjectText()
        out.number("id", UInt64(id))
        out.text("at", at.text)
        out.text("author", author)
        out.text("text", text)
        return out.end()
    }
}
