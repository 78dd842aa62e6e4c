import Hummingbird
import Views
import Vocabulary
import Wire

/// The views: which there are, and their rows.
enum ViewRoutes {
    static let all: [Route] = [
        .get("/api/v1/views") { call in try await list(call) },
        .get("/api/v1/views/{name}") { call in try await rows(call) },
    ]

    /// Every view, with its columns and filters where they do not depend on the question.
    private static func list(_ call: Call) async throws -> Response {
        try call.query().end()
        var views: [String] = []
        for status in call.house.projectors() {
            var out = JSONObjectText()
            out.text("name", status.view)
            let outline: (columns: [String], filters: Set<String>)? = try? await call.house.views.read(
                status.view
            ) {
                try $0.outline()
            }
            let reckoned = ReckonedView(rawValue: status.view)
            let filters = reckoned?.filters ?? outline?.filters ?? []
            out.raw("columns", outline.map { list(of: $0.columns) } ?? "null")
            out.raw("filters", list(of: filters.sorted()))
            out.raw("standing", status.json)
            views.append(out.end())
        }
        return .json("{\"views\":[\(views.joined(separator: ","))]}")
    }

    private static func list(of texts: [String]) -> String {
        "[\(texts.map { JSONText.quoted($0) }.joined(separator: ","))]"
    }

    private static func rows(_ call: Call) async throws -> Response {
        let name = call.name("name")
        if let reckoned = ReckonedView(rawValue: name) {
            return try await reckoned.answer(call)
        }
        guard call.house.standing(of: name) != nil else {
            throw Problem.unknown(
                "view", name, field: "name", fix: "GET /api/v1/views tells which there are")
        }
        return try await StoredView(name: name).answer(call)
    }
}
