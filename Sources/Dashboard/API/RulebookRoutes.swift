import Explaining
import Foundation
import Hummingbird
import Rulebook
import Views
import Vocabulary
import Wire

/// The rulebooks of the log.
enum RulebookRoutes {
    static let all: [Route] = [
        .get("/api/v1/rulebooks") { call in
            try call.query().end()
            let listed = RulebookList(try await files(call)).entries.map(\.json)
            return .json("{\"rulebooks\":[\(listed.joined(separator: ","))]}")
        },
        .get("/api/v1/rulebooks/{name}") { call in
            try call.query().end()
            let name = call.name("name")
            let list = RulebookList(try await files(call))
            guard let entry = list.entries.last(where: { $0.file.rules.identity.text == name }) else {
                throw Problem.unknown(
                    "rulebook", name, field: "name", fix: "GET /api/v1/rulebooks lists those of the log")
            }
            return .json(entry.jsonWithText)
        },
    ]

    /// In the order of the log; the one that is built in where the log names none.
    static func files(_ call: Call) async throws -> [RulebookFile] {
        let shelf = call.house.rulebooks
        let files = try await call.house.views.read(ViewName.compliance.rawValue) { try shelf.files($0) }
        return files.isEmpty ? [.shipped] : files
    }
}

/// Which rulebook is in force when.
private struct RulebookList {
    struct Entry {
        let file: RulebookFile
        var until: Instant?
        /// `in-force`, `to-come`, `ended` or `replaced`.
        var state: String
    }

    let entries: [Entry]

    init(_ files: [RulebookFile]) {
        let now = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        let ordered = files.timetable.elements
        entries = files.enumerated().map { index, file in
            let from = file.rules.effectiveFrom
            let place = ordered.firstIndex { $0.identity == file.rules.identity }
            let isLast = files.lastIndex { $0.rules.effectiveFrom == from } == index
            guard let place, isLast else { return Entry(file: file, state: "replaced") }
            let until = place + 1 < ordered.count ? ordered[place + 1].effectiveFrom : nil
            if let until, until <= now { return Entry(file: file, until: until, state: "ended") }
            // The first also judges what happened before it begins.
            let isInForce = from <= now || place == 0
            return Entry(file: file, until: until, state: isInForce ? "in-force" : "to-come")
        }
    }
}

extension RulebookList.Entry {
    private func members() -> JSONObjectText {
        var out = JSONObjectText()
        out.text("rulebook", file.rules.identity.text)
        out.text("from", file.rules.effectiveFrom.text)
        out.raw("until", until.map { JSONText.quoted($0.text) } ?? "null")
        out.text("state", state)
        out.text("hash", "sha256:\(file.hash)")
        return out
    }

    var json: String { members().end() }

    var jsonWithText: String {
        var out = members()
        out.text("text", file.mainText)
        return out.end()
    }
}
