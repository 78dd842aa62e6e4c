public import Rulebook
internal import Vocabulary

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

    /// What a whole track of this provider shows: every leg that its codes can tell of.
    func completeTrack(_ provider: ProviderID?) -> MilestoneSet {
        guard let provider else { return .complete }
        return rulebook.milestones.sayable(by: provider)
            .reduce(into: MilestoneSet()) { $0.formUnion(MilestoneSet($1)) }
            .intersection(.complete)
    }
}
