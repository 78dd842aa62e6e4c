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
}
