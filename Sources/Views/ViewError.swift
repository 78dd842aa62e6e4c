import Glibc

/// Why a view cannot be written or read.
public enum ViewError: Error, Sendable, Equatable {
    /// A record that cannot be applied: it parks its order in the view, nothing else stops.
    case unfit(String)
    /// SQLite said no: its message and the statement.
    case sqlite(String, String)
    /// The view has seen positions the log does not have: the log was restored from an older backup.
    case aheadOfLog(view: String, checkpoint: UInt64, logEnd: UInt64)
    /// There is no such view file yet.
    case noSuchView(String, path: String)
    /// A file of another program or of a newer Firstmile.
    case unknownFile(path: String)
    /// The log could not be read.
    case log(String)
    /// The records do not follow one another.
    case gap(expected: UInt64, found: UInt64)
    /// A filter the view has no column for.
    case noSuchFilter(view: String, filter: String)
    /// Another process writes the view.
    case ownedByOthers(view: String)
    /// Another process rebuilds the view.
    case beingRebuilt(view: String)
    /// A daemon that writes the view left the new file where it is.
    case notTakenOver(view: String, path: String)
    /// The system refused something about a file: what, which, and its error number.
    case file(String, String, Int32)
    /// The view did not reach the position in time.
    case tooFarBehind(view: String, wanted: UInt64, reached: UInt64)
}

extension ViewError: CustomStringConvertible {
    private static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

    public var description: String {
        switch self {
        case .unfit(let reason):
            reason
        case .sqlite(let message, let sql):
            "SQLite: \(message) in \(sql)"
        case .aheadOfLog(let view, let checkpoint, let logEnd):
            """
            the view '\(view)' has applied records up to \(checkpoint), but the log ends at \(logEnd): \
            the log was restored from an older backup. Delete \(view).sqlite to rebuild the view from this log, \
            or restore the newer log.
            """
        case .noSuchView(let view, let path):
            "there is no view '\(view)' at \(path) yet: start the daemon once, or name the right --data directory"
        case .unknownFile(let path):
            "\(path) was not written by this version of Firstmile: move it away, the view is rebuilt from the log"
        case .log(let message):
            "the log cannot be read: \(message)"
        case .gap(let expected, let found):
            "the log gave record \(found) where \(expected) should follow: verify it with 'firstmile log verify'"
        case .noSuchFilter(let view, let filter):
            "the view '\(view)' cannot be filtered by \(filter)"
        case .ownedByOthers(let view):
            "another process writes the view '\(view)': a daemon, or 'firstmile project'. One of them must end."
        case .beingRebuilt(let view):
            "the view '\(view)' is being rebuilt by another process: wait until it has ended"
        case .notTakenOver(let view, let path):
            """
            the daemon did not go over to \(path): it may be of another version, or its view '\(view)' has stopped. \
            It takes the file over when it is started again
            """
        case .file(let operation, let path, let code):
            "cannot \(operation) \(path): \(Self.words(code))"
        case .tooFarBehind(let view, let wanted, let reached):
            "the view '\(view)' has reached \(reached), not yet \(wanted): try again, or ask for an older position"
        }
    }
}
