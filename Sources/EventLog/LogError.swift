/// Why the log cannot do what it was asked, and what to do next.
public enum LogError: Error, Hashable, Sendable {
    /// Bytes that had been synced are no longer what was written.
    case damaged(LogPlace, Damage)
    /// A segment that must exist does not.
    case missingSegment(file: String, position: UInt64)
    /// Another process writes this log.
    case locked(file: String, pid: Int32)
    /// No room for what is to be written. Appending can go on once there is.
    case diskFull(file: String)
    /// A sync failed: what reached the disk is unknown, so nothing more is written.
    case syncFailed(file: String, errno: Int32)
    /// The backup is of another log, or of a state that this log does not have any more.
    case otherLog(file: String)
    /// There is a log already where one should be made.
    case notEmpty(file: String)
    /// The operating system refused an operation.
    case system(operation: String, file: String, errno: Int32)
}

extension LogError: CustomStringConvertible {
    public var description: String { "\(problem). \(advice)" }

    /// Whether the log itself is not whole, as opposed to a machine or a person in the way.
    public var isDamage: Bool {
        switch self {
        case .damaged, .missingSegment: true
        case .locked, .diskFull, .syncFailed, .system, .otherLog, .notEmpty: false
        }
    }

    /// What happened, where.
    public var problem: String {
        switch self {
        case .damaged(let place, let damage):
            "The log is damaged at \(place): \(damage)"
        case .missingSegment(let file, let position):
            "The log has no segment \(file), which should begin at position \(position)"
        case .locked(let file, let pid):
            "Process \(pid) already writes this log (\(file))"
        case .diskFull(let file):
            "There is no room left on the disk to write \(file)"
        case .syncFailed(let file, let errno):
            "Syncing \(file) to the disk failed: \(systemText(errno))"
        case .otherLog(let file):
            "The backup in \(file) is not of this log"
        case .notEmpty(let file):
            "There is a log in \(file) already"
        case .system(let operation, let file, let errno):
            "Cannot \(operation) \(file): \(systemText(errno))"
        }
    }

    /// What to do next.
    public var advice: String {
        switch self {
        case .damaged(_, .version), .damaged(_, .features):
            "Run the program version that wrote it, or a newer one"
        case .damaged:
            """
            Nothing was changed. Run `firstmile log verify` to see all damage, \
            then `firstmile log repair --from BACKUP`
            """
        case .missingSegment:
            "Nothing was changed. Put the file back, or run `firstmile log repair --from BACKUP`"
        case .locked:
            "Stop that process first, or read the log beside it: reading needs no lock"
        case .diskFull:
            "Free some space; appending resumes by itself"
        case .syncFailed:
            """
            The write is not retried, because the system may have dropped the data. \
            Check the disk, then start again: nothing acknowledged is lost
            """
        case .otherLog:
            "Nothing was changed there. Give each log a directory of its own for its backup, and a restored one a new one"
        case .notEmpty:
            "Nothing was changed. Restore into a new directory, or move the old log away"
        case .system:
            "Check that the directory exists and belongs to the user this process runs as"
        }
    }
}
