public import Rulebook

/// By what a replay decides again.
public enum Judging: Sendable {
    /// By the rulebooks in the log, each from its beginning on.
    case byLog
    /// By these alone, as if they had always been there: the first also judges what happened before it begins.
    case byOnly([RulebookFile])
    /// By those in the log and these, each from its own beginning on.
    case byLogAnd([RulebookFile])
}
