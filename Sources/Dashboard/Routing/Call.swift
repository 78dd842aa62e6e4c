import HTTPTypes
public import Hummingbird
public import Logging
import NIOCore

/// One request that may be answered: who asks, for what, and the daemon that is asked.
public struct Call: Sendable {
    public let request: Request
    public let house: House
    /// Who asks.
    public let principal: Principal
    public let logger: Logger
    /// Whether it came encrypted, to us or to a proxy before us.
    let isEncrypted: Bool
    private let door: Guard
    private let peer: String?
    /// Bytes that the body may have.
    let limit: Int
    private let names: [String: String]

    init(
        _ request: Request, house: House, principal: Principal, names: [String: String], limit: Int,
        door: Guard, peer: String?, logger: Logger
    ) {
        (self.request, self.house, self.principal) = (request, house, principal)
        (self.names, self.limit, self.logger) = (names, limit, logger)
        (self.door, self.peer) = (door, peer)
        let forwarded = HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] }
        isEncrypted = door.options.tls != nil || forwarded == "https"
    }

    /// Whether whoever asked may still be answered: see ``Guard/stillAdmits(_:_:)``.
    var isStillAdmitted: Bool { door.stillAdmits(principal, request) }

    /// Who listens, where listeners are counted.
    var listener: String { principal.hash ?? peer ?? "" }

    /// Whether a secret is a token's.
    ///
    /// - Throws: ``Problem`` after too many wrong ones.
    func knows(_ secret: String) throws(Problem) -> Bool { try door.knows(secret, from: peer) }

    /// A part of the path, by its name between braces.
    public func name(_ name: String) -> String { names[name] ?? "" }

    /// The query's parameters; whoever takes them ends with ``Query/end()``.
    public func query() throws -> Query { try Query(request.uri.query ?? "") }

    /// The same of a page's form, whose empty fields count as missing.
    public func form() throws -> Query { try Query(request.uri.query ?? "", isForm: true) }

    /// In which texts are answered: `?lang=`, else the cookie `lang`, else what the browser wants, else English.
    public var language: String { PreferredLanguage.of(request) }

    /// The whole body.
    ///
    /// - Throws: ``Problem`` when it is too large or comes too slowly.
    public func body() async throws -> [UInt8] {
        let (body, limit) = (request.body, limit)
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.tooLarge(limit)
        }
        return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                do {
                    let buffer = try await body.collect(upTo: limit)
                    return Array(buffer.readableBytesView)
                } catch is NIOTooManyBytesError {
                    throw Problem.tooLarge(limit)
                }
            }
            group.addTask {
                try await Task.sleep(for: .seconds(HTTPLimits.bodySeconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let bytes = first else { throw Problem.tooSlow }
            return bytes
        }
    }

    /// The content type without its parameters, in lower case; nil where there is none.
    var contentType: String? {
        request.headers[.contentType].map { text in
            String(text.prefix { $0 != ";" }).trimmed.lowercased()
        }
    }
}

extension String {
    /// Without spaces around it.
    var trimmed: String {
        var text = self[...]
        while text.first == " " || text.first == "\t" { text = text.dropFirst() }
        while text.last == " " || text.last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
