import HTTPTypes
import Replay
import Rulebook
import Vocabulary
import Wire

/// A what-if as it was asked: `rulebooks` of the log by name (or `shipped`), `texts` of others in YAML, whether they are
/// `dated`, kinds of fact to go `without`, orders handed over `from` and before `to`, `sellers`, and whether `scores` are wanted.
struct WhatIfQuestion: Sendable {
    private(set) var study = WhatIfStudy()
    /// As it is shown again, without the texts.
    private(set) var json = "{}"

    init(_ members: consuming JSONMembers, recorded: [RulebookFile], own: [SellerID]?) throws(Problem) {
        var out = JSONObjectText()
        var files: [RulebookFile] = []
        for name in try members.texts("rulebooks", atMost: 8) {
            let known = recorded.last { $0.rules.identity.text == name }
            guard let file = name == "shipped" ? .shipped : known else {
                throw .parameter(
                    "rulebooks", "the log holds no rulebook \(name)",
                    fix: "GET /api/v1/rulebooks lists those of the log; shipped is built in")
            }
            files.append(file)
        }
        for text in try members.texts("texts", atMost: 4) {
            do {
                files.append(try RulebookFile.parse(content: text))
            } catch {
                throw Problem(
                    .unprocessableContent, "unsound-rulebook", "The rulebook is not sound",
                    detail: "\(error)", field: "texts", fix: "mend it, and send it again")
            }
        }
        let isDated = try members.truth("dated") ?? false
        let without = try Self.types(try members.texts("without", atMost: 40))
        guard !files.isEmpty || !without.isEmpty else {
            throw .parameter(
                "rulebooks", "nothing is to be otherwise", fix: "name rulebooks, or send texts, or without")
        }
        if !files.isEmpty { study.judging = isDated ? .byLogAnd(files) : .byOnly(files) }
        study.edits.withoutTypes = without
        study.selection.from = try Self.time(try members.text("from"), "from")
        study.selection.to = try Self.time(try members.text("to"), "to")
        var sellers: [SellerID] = []
        for text in try members.texts("sellers", atMost: 1000) {
            sellers.append(try Query.identifier(text, "sellers"))
        }
        if let own {
            guard sellers.allSatisfy({ own.contains($0) }) else {
                throw Problem(
                    .forbidden, "forbidden", "The token does not allow this",
                    detail: "the token is not for all of these sellers", field: "sellers",
                    fix: "leave them out")
            }
            if sellers.isEmpty { sellers = own }
        }
        study.selection.sellers = Set(sellers)
        study.hasScores = try members.truth("scores") ?? true
        try members.end()
        out.raw("rulebooks", Self.list(files.map(\.rules.identity.text)))
        out.truth("dated", isDated)
        out.raw("without", Self.list(without.map(\.rawValue).sorted()))
        out.raw("from", study.selection.from.map { JSONText.quoted($0.text) } ?? "null")
        out.raw("to", study.selection.to.map { JSONText.quoted($0.text) } ?? "null")
        out.raw("sellers", Self.list(sellers.map(\.text)))
        out.truth("scores", study.hasScores)
        json = out.end()
    }

    private static func types(_ names: [String]) throws(Problem) -> Set<EventType> {
        var types: Set<EventType> = []
        for name in names {
            guard let type = EventType(rawValue: name) else {
                let all = EventType.allCases.map(\.rawValue).joined(separator: ", ")
                throw .parameter("without", "there is no type \(name)", fix: "send some of \(all)")
            }
            types.insert(type)
        }
        return types
    }

    private static func time(_ text: String?, _ name: String) throws(Problem) -> Instant? {
        guard let text else { return nil }
        guard let time = Instant(rfc3339: text) else {
            throw .parameter(
                name, "\(name) is \(text)", fix: "send an RFC 3339 time such as 2024-05-06T00:00:00Z")
        }
        return time
    }

    private static func list(_ texts: [String]) -> String {
        "[\(texts.map { JSONText.quoted($0) }.joined(separator: ","))]"
    }
}
