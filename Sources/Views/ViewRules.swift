public import Rulebook
import Vocabulary

/// What the views take from the rulebook.
public struct ViewRules: Sendable {
    public var rulebook: Rulebook

    public init(_ rulebook: Rulebook) {
        self.rulebook = rulebook
    }

    /// What a scan stands for (R38). Nil: an unknown code, or no provider to ask.
    func milestone(_ provider: ProviderID?, _ code: Token) -> Milestone? {
        provider.flatMap { rulebook.milestone($0, code: code) }
    }

    /// What a whole track of this provider shows: every expected leg that its codes can tell of.
    func completeTrack(_ provider: ProviderID?) -> MilestoneSet {
        rulebook.tracking.expected(of: provider, under: rulebook.milestones)
            .reduce(into: MilestoneSet()) { $0.formUnion(MilestoneSet($1)) }
    }
}
