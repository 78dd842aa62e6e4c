import HTTPTypes
import Hummingbird

extension Problem {
    /// A parameter that cannot be used.
    public static func parameter(_ name: String, _ detail: String, fix: String) -> Problem {
        Problem(
            .badRequest, "bad-parameter", "A parameter cannot be used", detail: detail, field: name, fix: fix)
    }

    static func noSuchPage(_ path: String) -> Problem {
        Problem(
            .notFound, "not-found", "There is nothing here", detail: "there is nothing at \(path)",
            fix: "the paths there are stand in Schemas/openapi.yaml")
    }

    /// A thing that was named and is not there.
    public static func unknown(_ what: String, _ name: String, field: String, fix: String) -> Problem {
        Problem(
            .notFound, "not-found", "There is nothing here", detail: "there is no \(what) \(name)",
            field: field, fix: fix)
    }

    static func wrongMethod(_ method: String, _ path: String, allowed: [String]) -> Problem {
        let names = allowed.sorted().joined(separator: ", ")
        var problem = Problem(
            .methodNotAllowed, "method-not-allowed", "The method is not allowed",
            detail: "\(method) is not allowed at \(path)", fix: "use \(names)")
        problem.headers[.allow] = names
        return problem
    }

    static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .contentTooLarge, "too-large", "The body is too large",
            detail: "the body has more than \(limit) bytes", field: "body", fix: "send it in several requests"
        )
    }

    static let tooSlow = Problem(
        .requestTimeout, "too-slow", "The body came too slowly",
        detail: "the body was not there after \(HTTPLimits.bodySeconds) seconds",
        fix: "send it at once, or in several requests")

    static func contentType(_ found: String?, allowed: [String]) -> Problem {
        Problem(
            .unsupportedMediaType, "content-type", "The content type is not known",
            detail: found.map { "the body is \($0)" } ?? "the body does not say what it is",
            field: "Content-Type", fix: "send \(allowed.joined(separator: ", or "))")
    }

    /// More is asked at the same time than the daemon answers beside its work.
    public static let busy = Problem(
        .serviceUnavailable, "busy", "The daemon is busy",
        detail: "too many questions wait for an answer", fix: "ask again in a moment"
    ).retry(after: 1)

    /// Something that this daemon was told to leave off, or that is not there yet.
    public static func unavailable(_ detail: String, fix: String) -> Problem {
        Problem(
            .serviceUnavailable, "unavailable", "It is not available now", detail: detail, fix: fix
        ).retry(after: 2)
    }

    /// What the log of the daemon tells more of.
    public static let fault = Problem(
        .internalServerError, "fault", "The daemon failed to answer",
        detail: "something went wrong that should not; the daemon's log says what",
        fix: "tell whoever runs the daemon")
}
