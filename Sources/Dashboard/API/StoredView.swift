import Hummingbird
import Views
import Vocabulary
import Wire

/// Rows as they lie in a view's file, a page at a time.
struct StoredView {
    let name: String

    func answer(_ call: Call) async throws -> Response {
        var query = try call.query()
        let (outline, filterNames) = try await call.house.views.read(name) { try $0.outline() }
        var filter = try ViewFilter(&query, filterNames)
        if !outline.contains("sellerId") { try call.principal.checkSeesAll("the view \(name)") }
        filter.sellers = call.principal.sellers
        filter.sort = query.text("sort")
        if let sort = filter.sort, !outline.contains(sort) {
            throw Problem.parameter(
                "sort", "the view has no column \(sort)",
                fix: "sort by one of \(outline.joined(separator: ", "))")
        }
        filter.isDescending = try query.truth("descending") ?? false
        let limit = try query.number("limit", in: HTTPLimits.rows) ?? 50
        let place = try query.text("cursor").map { text throws(Problem) in
            try Cursor(text, of: name, sort: filter.sort, isDescending: filter.isDescending).place
        }
        let atLeast = try query.position("atLeast")
        try query.end()
        if let atLeast { try await Freshness(call.house).wait(for: atLeast, in: name) }
        return try await read(call, filter, place, limit)
    }

    private func read(
        _ call: Call, _ filter: ViewFilter, _ place: PagePlace?, _ limit: Int
    ) async throws -> Response {
        let request = call.request
        let (tag, page) = try await call.house.views.read(name) { reader -> (EntityTag, ViewPage?) in
            let now = try reader.checkpoint().next
            if EntityTag(reader.edition, now.text).matches(request) {
                return (EntityTag(reader.edition, now.text), nil)
            }
            let page = try reader.page(filter, after: place, limit: limit)
            return (EntityTag(reader.edition, page.checkpoint.next.text), page)
        }
        return tag.response(to: request) {
            guard let page else { return Response(status: .notModified) }
            let next = page.next.map {
                Cursor(view: name, sort: filter.sort, isDescending: filter.isDescending, place: $0).text
            }
            return .json(
                ViewAnswer(view: name, table: page.table, next: next).json(page.checkpoint, call.house))
        }
    }
}

extension Position {
    /// In digits.
    var text: String { "\(rawValue)" }
}

extension ViewFilter {
    /// Takes the filters that a view knows from a query.
    init(_ query: inout Query, _ known: Set<String>) throws(Problem) {
        self.init()
        if known.contains("orderId") { order = try query.identifier("orderId") }
        if known.contains("sellerId") { seller = try query.identifier("sellerId") }
        if known.contains("provider") { provider = try query.identifier("provider") }
        if known.contains("country") { country = try query.country("country") }
        if known.contains("status") { status = try query.choice("status") }
        if known.contains("finding") { finding = try query.choice("finding") }
        if known.contains("stage") { stage = try query.choice("stage") }
        if known.contains("abnormal") { isAbnormal = try query.truth("abnormal") }
        if known.contains("openDeadline") { hasOpenDeadline = try query.truth("openDeadline") }
        if known.contains("trackingNumber") { trackingNumber = try query.identifier("trackingNumber") }
        if known.contains("kind") { kind = try query.choice("kind") }
        if known.contains("open") { isOpen = try query.truth("open") }
        if known.contains("severity") { severity = try query.choice("severity") }
        if known.contains("mismatched") { isMismatched = try query.truth("mismatched") }
    }
}
