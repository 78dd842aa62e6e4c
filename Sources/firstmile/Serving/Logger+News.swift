import Intake
import Logging
import Quarantine
import Vocabulary

extension Settings {
    /// As the intake wants it. Somebody who is twice his window ahead of us keeps to none.
    var credit: IntakeCredit {
        var credit = IntakeCredit()
        credit.windowBytes = windowMebibytes << 20
        credit.unreadBytes = 2 * credit.windowBytes
        credit.unreadTotal = max(credit.unreadTotal, 2 * credit.unreadBytes)
        credit.replyBytes = replyMebibytes << 20
        return credit
    }

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
    /// What an operator should know of those who publish.
    func tell(_ news: DoorNews) {
        switch news {
        case .hungUp(let descriptor, let bytes):
            warning(
                "a peer was hung up on: it sent more than it may before it is answered",
                metadata: ["descriptor": "\(descriptor)", "unreadBytes": "\(bytes)"])
        case .repliesDropped(let connection, let count):
            warning(
                "replies were dropped: a peer takes none",
                metadata: ["connection": "\(connection)", "replies": "\(count)"])
        case .busy(let connection, let count):
            notice(
                "a connection has too much under way and was told to wait",
                metadata: ["connection": "\(connection)", "requests": "\(count)"])
        }
    }
}
