public import Rulebook

/// The views the daemon keeps.
public enum ViewName: String, Sendable, CaseIterable {
    case compliance
    case anomalies
    case score
    case exemptions
    case onboarding
    case fees

    /// Keeps it, on a thread of its own once started.
    public func projector(
        in directory: String, from source: any RecordSource, under rules: Rulebook
    ) -> Projector {
        switch self {
        case .compliance: Projector(Compliance.self, in: directory, from: source, under: rules)
        case .anomalies: Projector(Anomalies.self, in: directory, from: source, under: rules)
        case .score: Projector(Score.self, in: directory, from: source, under: rules)
        case .exemptions: Projector(Exemptions.self, in: directory, from: source, under: rules)
        case .onboarding: Projector(Onboarding.self, in: directory, from: source, under: rules)
        case .fees: Projector(Fees.self, in: directory, from: source, under: rules)
        }
    }

    /// Makes it again, beside the one that answers.
    public func rebuild(
        in directory: String, from source: any RecordSource, under rules: Rulebook, options: RebuildOptions
    ) -> ViewRebuild {
        switch self {
        case .compliance:
            ViewRebuild(Compliance.self, in: directory, from: source, under: rules, options: options)
        case .anomalies:
            ViewRebuild(Anomalies.self, in: directory, from: source, under: rules, options: options)
        case .score: ViewRebuild(Score.self, in: directory, from: source, under: rules, options: options)
        case .exemptions:
            ViewRebuild(Exemptions.self, in: directory, from: source, under: rules, options: options)
        case .onboarding:
            ViewRebuild(Onboarding.self, in: directory, from: source, under: rules, options: options)
        case .fees: ViewRebuild(Fees.self, in: directory, from: source, under: rules, options: options)
        }
    }
}
