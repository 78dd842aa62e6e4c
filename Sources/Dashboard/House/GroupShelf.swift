import Synchronization
import Views

/// Anomalies as they were counted a moment ago: counting reads every open one, and many may look at the same page.
final class GroupShelf: Sendable {
    struct Question: Hashable, Sendable {
        var grouping: AnomalyQuery.Grouping
        var query: AnomalyQuery
        /// The file that answered.
        var edition: String
    }

    private struct Counted {
        var groups: [AnomalyGroup]
        var until: ContinuousClock.Instant
    }

    /// Of questions that are remembered.
    private static let most = 64

    private let known = Mutex<[Question: Counted]>([:])

    init() {}

    /// Counts again when the last time is longer ago than ten times what counting took.
    func groups(
        _ question: Question, count: () throws -> [AnomalyGroup]
    ) throws -> [AnomalyGroup] {
        let start = ContinuousClock.now
        if let counted = known.withLock({ $0[question] }), counted.until > start { return counted.groups }
        let groups = try count()
        let end = ContinuousClock.now
        known.withLock { known in
            if known.count >= Self.most { known.removeAll() }
            known[question] = Counted(groups: groups, until: end + (end - start) * 10)
        }
        return groups
    }
}
