import Hummingbird
import Rulebook
import Views
import Vocabulary

/// Views whose rows are reckoned when they are asked for, by the rulebook of the moment.
enum ReckonedView: String {
    case score
    /// From `score`.
    case network
    case onboarding

    /// The view whose file is read.
    var file: String { self == .network ? "score" : rawValue }

    var filters: Set<String> {
        switch self {
        case .score: ["sellerId", "provider", "country", "by", "asOf", "explain"]
        case .network: ["sellerId", "provider", "country", "by", "asOf"]
        case .onboarding: ["sellerId", "provider", "open"]
        }
    }

    func answer(_ call: Call) async throws -> Response {
        var query = try call.query()
        let question = try Question(self, &query, call.principal)
        let limit = try query.number("limit", in: HTTPLimits.rows) ?? 50
        // These are few, and have no order of their own but the one they come in.
        let first = try query.text("cursor").map { text throws(Problem) in
            try Cursor(text, of: rawValue, sort: nil, isDescending: false).place.key
        }
        let atLeast = try query.position("atLeast")
        try query.end()
        if let atLeast { try await Freshness(call.house).wait(for: atLeast, in: file) }
        let (request, shelf) = (call.request, call.house.rulebooks)
        let (tag, found) = try await call.house.views.read(file) {
            reader -> (EntityTag, (ViewTable, Checkpoint)?) in
            let checkpoint = try reader.checkpoint()
            let tag = EntityTag(reader.edition, checkpoint.next.text)
            return (tag, tag.matches(request) ? nil : (try question.rows(reader, shelf), checkpoint))
        }
        return tag.response(to: request) {
            guard let (table, checkpoint) = found else { return Response(status: .notModified) }
            let start = Int(max(0, min(first ?? 0, Int64(table.rows.count))))
            let rows = Array(table.rows[start...].prefix(limit))
            let end = start + rows.count
            let next =
                end < table.rows.count
                ? Cursor(
                    view: rawValue, sort: nil, isDescending: false,
                    place: PagePlace(value: nil, key: Int64(end))
                ).text : nil
            let page = ViewTable(columns: table.columns, rows: rows)
            return .json(ViewAnswer(view: rawValue, table: page, next: next).json(checkpoint, call.house))
        }
    }

    /// What is asked of one of them.
    private struct Question: Sendable {
        let view: ReckonedView
        var filter = ViewFilter()
        var asOf: Instant?
        var by: String?
        var explain: SellerID?

        init(_ view: ReckonedView, _ query: inout Query, _ principal: Principal) throws(Problem) {
            self.view = view
            filter.seller = try query.identifier("sellerId")
            filter.provider = try query.identifier("provider")
            if view == .onboarding {
                filter.isOpen = try query.truth("open")
                filter.sellers = principal.sellers
                return
            }
            filter.country = try query.country("country")
            asOf = try query.time("asOf")
            by =
                view == .score
                ? try query.choice("by", ScoreQuery.Grouping.self)?.rawValue
                : try query.choice("by", NetworkQuery.Grouping.self)?.rawValue
            if view == .score { explain = try query.identifier("explain") }
            // A rank among others, or a mean over them, tells of the others.
            let isOwn = (explain ?? filter.seller).map { principal.maySee($0) } ?? false
            if !isOwn { try principal.checkSeesAll("the view \(view.rawValue)") }
        }

        func rows(_ reader: ViewReader, _ shelf: RulebookShelf) throws -> ViewTable {
            let rulebooks = try shelf.timetable(reader)
            if view == .onboarding {
                // At the log's time, as far as the view has come.
                let now = try reader.checkpoint().recordedAt
                return try reader.onboarding(filter, now.map { rulebooks[at: $0] } ?? rulebooks.newest)
            }
            let rules = asOf.map { rulebooks[at: $0] } ?? rulebooks.newest
            var scores = ScoreQuery(rules.score)
            (scores.seller, scores.provider, scores.country) = (
                filter.seller, filter.provider, filter.country
            )
            scores.asOf = asOf
            if let explain {
                scores.limit = HTTPLimits.rows.upperBound
                guard let explanation = try reader.explanation(of: explain, scores) else {
                    throw Problem.unknown(
                        "parcel of the store", explain.text, field: "explain",
                        fix: "the window of the score holds none; asOf moves it")
                }
                return explanation.table
            }
            if view == .score {
                scores.grouping = by.flatMap { ScoreQuery.Grouping(rawValue: $0) } ?? .seller
                return try reader.scores(scores)
            }
            var network = NetworkQuery(scores, rules.benchmarks)
            network.grouping = by.flatMap { NetworkQuery.Grouping(rawValue: $0) } ?? .all
            return try reader.network(network)
        }
    }
}
