public import Vocabulary

/// What a seller and a provider have to do before the first parcel (R8).
public enum OnboardingStep: String, Sendable, CaseIterable {
    /// The provider is on the certified list (R7).
    case certification
    /// The seller engaged the provider (R11).
    case contract
    /// All papers are filed (R9).
    case qualification
    /// Enough real tracks, and the platform's approval (R10).
    case integrationTest = "integration-test"
    /// 物流服务授权绑定, which the seller confirms by hand.
    case binding
}

/// What makes a seller × provider ready (R8–R12).
public struct OnboardingRules: Sendable {
    /// A paper of the qualification filing (R9).
    public struct Paper: Sendable, Hashable {
        /// Who has to file it.
        public enum Need: String, Sendable, CaseIterable {
            case always
            /// Only where the provider runs its own fleet.
            case ownFleet = "own-fleet"
        }

        /// As `qualification-filed` names it.
        public var id: Token
        public var name: Bilingual
        public var need: Need

        public init(id: Token, name: Bilingual, need: Need) {
            self.id = id
            self.name = name
            self.need = need
        }
    }

    /// What a seller reads who lacks a step.
    public struct Remedy: Sendable, Hashable {
        public var step: OnboardingStep
        public var clause: String
        public var fix: Bilingual

        public init(step: OnboardingStep, clause: String, fix: Bilingual) {
            self.step = step
            self.clause = clause
            self.fix = fix
        }
    }

    /// In the order of the file; at most ``mostPapers``.
    public var papers: [Paper]
    /// Providers that run their own fleet.
    public var ownFleet: Set<ProviderID>
    /// Distinct tracks an integration test needs (R10).
    public var minimumTracks: Int
    /// Time for the provider to answer an engagement (R11).
    public var answerTime: Interval
    /// Every step once, in the order in which to look for the one that is missing.
    public var steps: [Remedy]
    /// The source's share of failed onboardings that lack the binding: a reference line, never our own result.
    public var benchmarkBindingShare: Double
    public var clause: String

    /// What fits the views' bit sets.
    public static let mostPapers = 32

    public init(
        papers: [Paper], ownFleet: Set<ProviderID>, minimumTracks: Int, answerTime: Interval, steps: [Remedy],
        benchmarkBindingShare: Double, clause: String
    ) {
        self.papers = papers
        self.ownFleet = ownFleet
        self.minimumTracks = minimumTracks
        self.answerTime = answerTime
        self.steps = steps
        self.benchmarkBindingShare = benchmarkBindingShare
        self.clause = clause
    }

    /// The papers that are still missing for a provider, in the order of the file.
    public func missing(_ filed: Set<Token>, for provider: ProviderID) -> [Paper] {
        papers.filter { paper in
            let isNeeded = paper.need == .always || ownFleet.contains(provider)
            return isNeeded && !filed.contains(paper.id)
        }
    }
}
