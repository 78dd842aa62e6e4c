import Logging
import Quarantine
import Vocabulary

extension Settings {
    /// As the quarantine wants it.
    var quarantine: QuarantineLimits {
        var limits = QuarantineLimits()
        limits.bytes = quarantineMebibytes << 20
        limits.days = quarantineDays
        return limits
    }
}

extension Logger {
    /// What an operator must see without asking.
    func tell(_ news: QuarantineNews) {
        switch news {
        case .nearlyFull(let bytes, let limit):
            warning(
                "the quarantine is nearly full; the oldest of what was refused will be dropped",
                metadata: ["bytes": "\(bytes)", "limit": "\(limit)", "see": "firstmile quarantine list"])
        case .dropped(let entries, let time):
            warning(
                "the quarantine dropped its oldest entries",
                metadata: ["entries": "\(entries)", "refusedUpTo": "\(Instant(nanoseconds: time).text)"])
        case .notKept(let events, let reason):
            warning(
                "refused events were not kept", metadata: ["events": "\(events)", "reason": "\(reason)"])
        case .putAside(let path, let reason):
            error(
                "the quarantine could not be read; it was put aside and a new one begun",
                metadata: ["path": "\(path)", "reason": "\(reason)"])
        }
    }
}
