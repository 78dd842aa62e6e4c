import HTTPTypes
import Hummingbird
import Vocabulary

/// Lets in who may: looks at where a request comes from before anything is done for it.
struct Guard: Sendable {
    let options: DashboardOptions
    let tokens: TokenStore
    let rates: RateLimiter

    /// Who asks.
    ///
    /// - Throws: ``Problem`` where nobody may ask like this.
    func admit(_ request: Request, from peer: String?, for role: Role?) throws -> Principal {
        try checkHost(request)
        if request.method != .get, request.method != .head { try checkOrigin(request) }
        let principal = role == nil ? guest(request, from: peer) : try identify(request, from: peer)
        if !options.address.isLoopback || principal.name != nil {
            try rates.take(principal.name.map { "token \($0)" } ?? "address \(peer ?? "")")
        }
        if let role { try principal.check(role) }
        return principal
    }

    /// What is open to everybody is open to him whose token was revoked, too: the page to sign in is.
    private func guest(_ request: Request, from peer: String?) -> Principal {
        (try? identify(request, from: peer)) ?? .stranger
    }

    private func identify(_ request: Request, from peer: String?) throws -> Principal {
        guard let secret = Self.secret(of: request) else {
            if options.address.isLoopback { return .local }
            throw Self.unauthorised("the request has no token")
        }
        try rates.checkGuesses(peer ?? "")
        guard let principal = tokens.principal(of: secret) else {
            rates.countGuess(peer ?? "")
            throw Self.unauthorised("the token is not known, or was revoked")
        }
        return principal
    }

    /// The cookie that the sign-in page sets.
    static let cookie = "firstmile-token"

    static func secret(of request: Request) -> String? {
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return "" }
            return String(parts[1])
        }
        return request.cookies[cookie]?.value
    }

    private static func unauthorised(_ detail: String) -> Problem {
        var problem = Problem(
            .unauthorized, "unauthorized", "A token is needed", detail: detail, field: "Authorization",
            fix: "send Authorization: Bearer TOKEN; firstmile token add NAME --role read makes one")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"firstmile\""
        return problem
    }

    /// A page of another site that has its name point to this machine must not be taken for one of ours.
    private func checkHost(_ request: Request) throws(Problem) {
        guard options.address.isLoopback, let authority = request.head.authority else { return }
        guard !HTTPAddress.isLoopback(Self.host(of: authority)) else { return }
        throw Problem(
            .misdirectedRequest, "wrong-host", "This is not the host that was asked",
            detail: "the daemon listens on this machine only, and was asked as \(authority)", field: "Host",
            fix: "ask \(options.address.text)")
    }

    /// A browser says where a form was sent from: only our own pages may change anything.
    private func checkOrigin(_ request: Request) throws(Problem) {
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name] {
            if site == "same-origin" || site == "none" { return }
        } else {
            guard let origin = request.headers[.origin] else { return }
            let host = origin.split(separator: "/").last.map(String.init)
            if origin.contains("://"), host == request.head.authority { return }
        }
        throw Problem(
            .forbidden, "cross-site", "The request comes from another site",
            detail: "a page of another site asked for a change", field: "Origin",
            fix: "send it from the daemon's own pages, or from a program")
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }
}
