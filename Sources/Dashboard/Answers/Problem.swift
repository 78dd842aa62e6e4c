public import HTTPTypes
import Hummingbird
import NIOCore
import Wire

/// Why a request was turned away, as RFC 9457 says it (`application/problem+json`).
public struct Problem: Error, Sendable {
    public var status: HTTPResponse.Status
    /// What kind it is, in words with hyphens: the end of its `type`.
    public var kind: String
    /// The kind in words; the same for all of its kind.
    public var title: String
    /// What is wrong this time.
    public var detail: String
    /// The parameter, header or member it is about.
    public var field: String?
    /// What would be right.
    public var fix: String?
    /// Further members, their values in JSON.
    public var members: [(name: String, json: String)] = []
    /// Headers of its own, such as `Retry-After`.
    public var headers = HTTPFields()

    public init(
        _ status: HTTPResponse.Status, _ kind: String, _ title: String, detail: String, field: String? = nil,
        fix: String? = nil
    ) {
        (self.status, self.kind, self.title) = (status, kind, title)
        (self.detail, self.field, self.fix) = (detail, field, fix)
    }

    /// The same with one member more.
    public func with(_ name: String, _ json: String) -> Problem {
        var problem = self
        problem.members.append((name, json))
        return problem
    }

    /// The same, telling when to try again.
    public func retry(after seconds: Int) -> Problem {
        var problem = self
        problem.headers[.retryAfter] = "\(seconds)"
        return problem
    }

    public var json: String {
        var out = JSONObjectText()
        out.text("type", "urn:firstmile:problem:\(kind)")
        out.text("title", title)
        out.raw("status", "\(status.code)")
        out.text("detail", detail)
        if let field { out.text("field", field) }
        if let fix { out.text("fix", fix) }
        for member in members { out.raw(member.name, member.json) }
        return out.end()
    }

    public static let contentType = "application/problem+json"

    var response: Response {
        var response = Response.text(json, Self.contentType, status: status)
        for header in headers { response.headers[header.name] = header.value }
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
