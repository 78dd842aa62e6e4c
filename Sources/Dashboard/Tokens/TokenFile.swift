import Digests
import Foundation
import Glibc

/// The tokens of a daemon, in a file that its user alone may read.
public struct TokenFile: Sendable {
    private let path: String

    public init(in data: String) { path = Self.path(in: data) }

    static func path(in data: String) -> String { "\(data)/tokens.json" }

    /// The file cannot be used, or what was asked of it cannot be done.
    public struct Unusable: Error, CustomStringConvertible {
        public let description: String
    }

    /// None where there is no file.
    public func all() throws -> [AccessToken] { try Self.read(path) }

    static func read(_ path: String) throws -> [AccessToken] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        do {
            return try JSONDecoder().decode(
                [AccessToken].self, from: try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw Unusable(
                description:
                    "\(path), where the tokens are kept, cannot be read: \(error). Let this user read it; or remove it, and "
                    + "make the tokens again")
        }
    }

    /// Makes a token and gives its secret, which is kept nowhere.
    public func add(
        _ name: String, roles: Set<Role>, sellers: [String], sources: [String] = [], at time: String
    ) throws -> String {
        let lock = try lock()
        defer { close(lock) }
        var tokens = try all()
        guard !tokens.contains(where: { $0.name == name }) else {
            throw Unusable(
                description: "there is a token \(name) already; revoke it first, or take another name")
        }
        let secret = Self.secret()
        tokens.append(
            AccessToken(
                name: name, hash: SHA256.hexadecimal(of: secret),
                roles: Role.allCases.filter { roles.contains($0) }, sellers: sellers,
                sources: sources, createdAt: time))
        try write(tokens)
        return secret
    }

    /// Whether there was such a token.
    public func revoke(_ name: String) throws -> Bool {
        let lock = try lock()
        defer { close(lock) }
        let tokens = try all()
        let left = tokens.filter { $0.name != name }
        guard left.count < tokens.count else { return false }
        try write(left)
        return true
    }

    private func write(_ tokens: [AccessToken]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let data = try encoder.encode(tokens)
        let fresh = "\(path).new"
        _ = unsafe unlink(fresh)
        // Nobody may read it even for a moment; and root follows no link that somebody laid here.
        let file = unsafe open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unwritable }
        defer { close(file) }
        let owner = owner
        let written = unsafe data.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
        guard written == data.count, fchown(file, owner.user, owner.group) == 0, fsync(file) == 0,
            unsafe rename(fresh, path) == 0
        else { throw unwritable }
    }

    /// Held by whoever changes the file, so that two changes at once are both kept.
    private func lock() throws -> Int32 {
        let lock = unsafe open(
            "\(path).lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else { throw unwritable }
        return lock
    }

    private var unwritable: Unusable {
        Unusable(description: "\(path) cannot be written: let this user write there")
    }

    /// Of the directory: what root makes there is for the daemon to read.
    private var owner: (user: uid_t, group: gid_t) {
        let directory = URL(filePath: path).deletingLastPathComponent().path
        guard geteuid() == 0, let found = try? FileManager.default.attributesOfItem(atPath: directory),
            let user = found[.ownerAccountID] as? NSNumber,
            let group = found[.groupOwnerAccountID] as? NSNumber
        else { return (geteuid(), getegid()) }
        return (user.uint32Value, group.uint32Value)
    }

    /// 256 bits of the system's randomness.
    private static func secret() -> String {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let text = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        return "fm_" + text.replacing("=", with: "")
    }
}
