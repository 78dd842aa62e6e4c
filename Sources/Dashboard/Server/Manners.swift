import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Around every answer: what went wrong becomes a problem document, and browsers are told to keep to themselves.
struct Manners: RouterMiddleware {
    typealias Context = DoorContext

    let door: Guard
    let house: House

    @concurrent
    func handle(
        _ request: Request, context: DoorContext,
        next: @concurrent (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let problem as Problem {
            response = answer(problem, request, context)
        } catch let error as HTTPError where error.status == .notFound {
            response = answer(.noSuchPage(request.uri.path), request, context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            guard let problem = Problem(error) else {
                context.logger.error(
                    "a request failed",
                    metadata: ["path": "\(request.uri.path)", "reason": "\(error)"])
                return finished(answer(.fault, request, context))
            }
            response = answer(problem, request, context)
        }
        return finished(response)
    }

    /// As a page where somebody looks at pages, as a document for programs.
    private func answer(_ problem: Problem, _ request: Request, _ context: DoorContext) -> Response {
        guard ProblemPage.suits(request) else { return problem.response }
        let call = Call(
            request, house: house, principal: .stranger, names: [:], limit: 0, door: door,
            peer: context.peer, logger: context.logger)
        return ProblemPage.response(problem, call)
    }

    private func finished(_ response: Response) -> Response {
        var response = response
        for (name, value) in Self.headers where response.headers[name] == nil {
            response.headers[name] = value
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if door.options.tls != nil { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        return response
    }

    /// Nothing comes from elsewhere, nothing is framed, nothing is guessed.
    private static let headers: [(HTTPField.Name, String)] = {
        let policy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        var headers: [(HTTPField.Name, String)] = [
            (.contentSecurityPolicy, policy), (.xContentTypeOptions, "nosniff"),
        ]
        for (name, value) in [
            ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { headers.append((name, value)) }
        }
        return headers
    }()
}
