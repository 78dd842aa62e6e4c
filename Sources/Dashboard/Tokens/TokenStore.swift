import Digests
import Foundation
import Logging
import Synchronization
import Vocabulary

/// The tokens as a running daemon knows them: the file is read again whenever it has changed.
final class TokenStore: Sendable {
    private struct Known {
        var stamp: FileStamp?
        var principals: [String: Principal] = [:]
        var isRead = false
    }

    private let path: String
    private let known = Mutex(Known())

    private let logger: Logger

    init(_ path: String, logger: Logger) { (self.path, self.logger) = (path, logger) }

    func all() throws -> [AccessToken] { try TokenFile.read(path) }

    /// Whose secret it is; nil for nobody's. A file that cannot be read lets nobody in.
    func principal(of secret: String) -> Principal? {
        guard !secret.isEmpty else { return nil }
        let hash = SHA256.hexadecimal(of: secret)
        return known.withLock { known in
            let stamp = FileStamp(path)
            if stamp != known.stamp || !known.isRead {
                known = Known(stamp: stamp, principals: read(), isRead: true)
            }
            return known.principals[hash]
        }
    }

    private func read() -> [String: Principal] {
        let tokens: [AccessToken]
        do {
            tokens = try all()
        } catch {
            logger.error("nobody is let in by a token", metadata: ["reason": "\(error)"])
            return [:]
        }
        return tokens.reduce(into: [:]) { principals, token in
            let sellers = token.sellers.compactMap { Token($0) }.map { SellerID($0) }
            var principal = Principal(
                name: token.name, hash: token.hash, roles: Set(token.roles),
                sellers: token.sellers.isEmpty ? nil : sellers)
            principal.sources = token.sources ?? []
            principals[token.hash] = principal
        }
    }
}
