public import Rulebook
internal import Vocabulary

/// What the views take from the rulebook, and whose clock is believed.
public struct ViewRules: Sendable {
    public var rulebook: Rulebook
    /// Whether a publisher's clock is believed (R24), by the digest of its `source`.
    public var isTrusted: @Sendable (_ publisher: UInt64) -> Bool

    public init(_ rulebook: Rulebook, isTrusted: @escaping @Sendable (UInt64) -> Bool = { _ in true }) {
        self.rulebook = rulebook
        self.isTrusted = isTrusted
    }

    /// What a scan stands for (R38). Nil: an unknown code, or no provider to ask.
    func milestone(_ provider: ProviderID?, _ code: Token) -> Milestone? {
        provider.flatMap { rulebook.milestone($0, code: code) }
    }
}
