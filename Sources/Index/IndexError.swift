import Glibc

/// What can go wrong with a file of the index. All of it can be rebuilt from the log.
public enum IndexError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The system refused `operation` on `path`; `code` is its errno.
    case system(operation: String, path: String, code: Int32)
    /// The bytes at `offset` of `path` are not those that were written.
    case damaged(path: String, offset: UInt64)

    public var description: String {
        switch self {
        case .system(let operation, let path, let code):
            """
            cannot \(operation) \(path): \(unsafe String(cString: strerror(code))); \
            free or repair that disk, nothing is lost: the index is rebuilt from the log at start
            """
        case .damaged(let path, let offset):
            "\(path) is damaged at byte \(offset); restart the daemon, the index is rebuilt from the log"
        }
    }
}
