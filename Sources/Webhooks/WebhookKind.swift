/// What a receiver can be told: `Schemas/webhooks.md`.
public enum WebhookKind: String, Sendable, CaseIterable {
    /// An upload deadline is near (R26).
    case deadlineApproaching = "deadline-approaching"
    /// It passed without an accepted number (R22).
    case deadlineMissed = "deadline-missed"
    /// A missed deadline that was none after all (R23).
    case deadlineWithdrawn = "deadline-withdrawn"
    case anomalyOpened = "anomaly-opened"
    /// A store's score is lower than it was on the day it was looked at before.
    case scoreFell = "score-fell"
    case viewStopped = "view-stopped"

    /// Where such events come from.
    var source: NoticeSource {
        switch self {
        case .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn: .log
        case .anomalyOpened: .anomalies
        case .scoreFell, .viewStopped: .news
        }
    }
}

/// Three things that only grow, each with positions of its own; a webhook has a place in each.
enum NoticeSource: String, Sendable, CaseIterable {
    /// Decisions in the log, by position.
    case log
    /// The view `anomalies`, by row.
    case anomalies
    /// What nothing else keeps, by row of our own table.
    case news
}
