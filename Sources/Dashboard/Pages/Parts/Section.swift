import Explaining

/// A part of a page under a heading. One that fails says so in its own place.
struct Section {
    var id: String
    var title: String
    /// One line under the heading.
    var lead: HTML = .none

    func html(_ visit: Visit, _ body: () async throws -> HTML) async -> HTML {
        do {
            return holding(try await body())
        } catch {
            return holding(Notice.failed(error, visit).html)
        }
    }

    func holding(_ content: HTML) -> HTML {
        let lead: HTML = lead.isEmpty ? .none : "<p class=\"lead\">\(lead)</p>"
        return """
            <section aria-labelledby="\(id)"><h2 id="\(id)">\(title)</h2>\(lead)
            \(content)</section>

            """
    }
}
