import HTTPTypes
import Hummingbird
import Logging
import Vocabulary

/// Lets in who may: looks at where a request comes from before anything is done for it.
struct Guard: Sendable {
    let options: DashboardOptions
    let tokens: TokenStore
    let rates: RateLimiter
    let logger: Logger

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
        if let known = Self.secret(of: request).flatMap({ tokens.principal(of: $0.text) }) { return known }
        return isLocal(request) ? .local : .stranger
    }

    private func identify(_ request: Request, from peer: String?) throws -> Principal {
        guard let secret = Self.secret(of: request) else {
            if isLocal(request) { return .local }
            throw Self.unauthorised("the request has no token")
        }
        // Others behind the same address who guess wrong do not keep him out.
        if let principal = tokens.principal(of: secret.text) { return principal }
        // Browsers send a cookie to every port of a host: this one may be of another daemon on this machine.
        if secret.isCookie, isLocal(request) { return .local }
        try countGuess(from: peer)
        throw Self.unauthorised("the token is not known, or was revoked")
    }

    private func countGuess(from peer: String?) throws(Problem) {
        try rates.checkGuesses(peer ?? "")
        rates.countGuess(peer ?? "")
        // As often as guesses are let through at all.
        logger.notice("a token was refused", metadata: ["from": "\(peer ?? "")"])
    }

    /// Whether a secret that somebody signs in with is one.
    ///
    /// - Throws: ``Problem`` after too many wrong ones.
    func knows(_ secret: String, from peer: String?) throws(Problem) -> Bool {
        if tokens.principal(of: secret) != nil { return true }
        try countGuess(from: peer)
        return false
    }

    /// Whether whoever was let in would still be, as the same: tokens are revoked while streams go on.
    func stillAdmits(_ principal: Principal, _ request: Request) -> Bool {
        guard principal.name != nil else { return true }
        return Self.secret(of: request).flatMap { tokens.principal(of: $0.text) } == principal
    }

    /// Whether it comes from somebody at this machine. What a proxy hands on comes from anybody.
    private func isLocal(_ request: Request) -> Bool {
        options.address.isLoopback && !options.needsTokens && !Self.isHandedOn(request)
    }

    private static let marksOfProxies = ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"]
        .compactMap { HTTPField.Name($0) }

    private static func isHandedOn(_ request: Request) -> Bool {
        marksOfProxies.contains { request.headers[$0] != nil }
    }

    /// The cookie that the sign-in page sets.
    static let cookie = "firstmile-token"

    private static func secret(of request: Request) -> (text: String, isCookie: Bool)? {
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return ("", false) }
            return (String(parts[1]), false)
        }
        return request.cookies[cookie].map { ($0.value, true) }
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
        // A proxy may hand on the name that it was asked by; nobody is let in without a token then.
        guard options.address.isLoopback, !options.needsTokens, !Self.isHandedOn(request),
            let authority = request.head.authority
        else { return }
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
