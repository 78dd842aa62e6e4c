public import Vocabulary

/// What the carriers' own scan codes stand for (R38).
public struct MilestoneMap: Sendable {
    /// One rule of the map; the code ends in `*` where it names a beginning.
    public struct Rule: Sendable, Hashable {
        /// Nil: for every provider that has no rule of its own for the code.
        public var provider: ProviderID?
        public var code: Token
        public var milestone: Milestone

        public init(provider: ProviderID?, code: Token, milestone: Milestone) {
            self.provider = provider
            self.code = code
            self.milestone = milestone
        }
    }

    private struct Key: Hashable {
        var provider: ProviderID
        var code: Token

        func hash(into hasher: inout Hasher) {
            hasher.combine(Token.fold(provider.digest, code.digest ^ 0x9E37_79B9_7F4A_7C15))
        }
    }

    private struct Beginning {
        var provider: ProviderID?
        var bytes: [UInt8]
        var milestone: Milestone
    }

    private var exact: [Key: Milestone] = [:]
    private var shared: [Token: Milestone] = [:]
    /// Longest first, so that the closest rule wins.
    private var beginnings: [Beginning] = []
    /// What a provider's own rules can say, and what the shared ones can.
    private var ownMilestones: [ProviderID: Set<Milestone>] = [:]
    private var sharedMilestones: Set<Milestone> = []

    /// Of two rules for the same provider and code the later wins; the loader refuses such a pair.
    public init(_ rules: [Rule]) {
        for rule in rules {
            if let provider = rule.provider {
                ownMilestones[provider, default: []].insert(rule.milestone)
            } else {
                sharedMilestones.insert(rule.milestone)
            }
            let bytes = Array(rule.code.text.utf8)
            if bytes.last == UInt8(ascii: "*") {
                beginnings.append(
                    Beginning(
                        provider: rule.provider, bytes: Array(bytes.dropLast()), milestone: rule.milestone))
            } else if let provider = rule.provider {
                exact[Key(provider: provider, code: rule.code)] = rule.milestone
            } else {
                shared[rule.code] = rule.milestone
            }
        }
        beginnings.sort { $0.bytes.count > $1.bytes.count }
    }

    /// The milestones that a provider's codes can tell of: nobody can be blamed for a leg that no code stands for.
    public func sayable(by provider: ProviderID) -> Set<Milestone> {
        ownMilestones[provider] ?? sharedMilestones
    }

    /// The provider's own code first, then its prefixes, then what holds for every provider.
    ///
    /// One hash lookup for a known code, no allocation in any case.
    public func milestone(_ provider: ProviderID, code: Token) -> Milestone? {
        if let own = exact[Key(provider: provider, code: code)] { return own }
        if let own = beginning(of: code, provider) { return own }
        return shared[code] ?? beginning(of: code, nil)
    }

    private func beginning(of code: Token, _ provider: ProviderID?) -> Milestone? {
        unsafe code.withBytes { bytes in
            for rule in beginnings where rule.provider == provider {
                if unsafe bytes.starts(with: rule.bytes) { return rule.milestone }
            }
            return nil
        }
    }
}
