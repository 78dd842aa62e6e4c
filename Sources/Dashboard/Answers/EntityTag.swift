import HTTPTypes
import Hummingbird

/// What a client kept, and whether it is still so. Weak: the same rows, not the same bytes.
struct EntityTag: Sendable {
    let text: String

    init(_ parts: String...) { text = "W/\"\(parts.joined(separator: "."))\"" }

    /// Whether a client already has it.
    func matches(_ request: Request) -> Bool {
        guard let known = request.headers[.ifNoneMatch] else { return false }
        return known.split(separator: ",").contains { tag in
            let tag = tag.drop { $0 == " " }.prefix { $0 != " " }
            return tag == "*" || tag == text || "W/\(tag)" == text
        }
    }

    /// 304 where the client has it, else the response with its tag.
    func response(to request: Request, _ make: () throws -> Response) rethrows -> Response {
        var response = matches(request) ? Response(status: .notModified) : try make()
        response.headers[.eTag] = text
        response.headers[.cacheControl] = "private, no-cache"
        return response
    }
}
