import Rulebook
import Vocabulary

/// What the facts of a seller with a provider come to at a moment (R7–R12).
struct Readiness {
    let engagedAt: Instant?
    let qualifiedAt: Instant?
    let missingPapers: [OnboardingRules.Paper]
    /// Both the tracks and the approval.
    let testedAt: Instant?
    let boundAt: Instant?
    let isCertified: Bool
    /// The steps that are missing, in the rulebook's order.
    let missing: [OnboardingRules.Remedy]
    /// Since when the first of them is missing: since it was lost, or the last step before it was done.
    let since: Instant?
    /// When the provider's answer is overdue; nil once anything came after the engagement.
    let reminderAt: Instant?
    let isOverdue: Bool

    init(_ row: OnboardingRow, certification: CertificationRow?, under rules: Rulebook, at now: Instant) {
        let onboarding = rules.onboarding
        let provider = row.key.provider
        engagedAt = row.engagedAt
        missingPapers = row.filings.missing(for: provider, onboarding)
        qualifiedAt = row.filings.completed(for: provider, onboarding)
        let tracked = row.tracks.all.count >= onboarding.minimumTracks ? row.tracks.all.last?.at : nil
        testedAt = tracked.flatMap { last in row.approvedAt.map { max($0, last) } }
        boundAt = row.isBound ? row.bindingAt : nil
        let standing = certification?.standing(at: now)
        isCertified = standing?.isCertified ?? rules.isCertified(provider, at: now)

        let (engagedAt, qualifiedAt, testedAt, boundAt, isCertified) = (
            engagedAt, qualifiedAt, testedAt, boundAt, isCertified
        )
        missing = onboarding.steps.filter { remedy in
            switch remedy.step {
            case .certification: !isCertified
            case .contract: engagedAt == nil
            case .qualification: qualifiedAt == nil
            case .integrationTest: testedAt == nil
            case .binding: boundAt == nil
            }
        }
        let lastDone = [engagedAt, qualifiedAt, testedAt, boundAt].compactMap(\.self).max()
        since =
            switch missing.first?.step {
            case nil: nil
            case .binding: row.bindingAt ?? lastDone
            case .certification: standing?.since ?? lastDone
            case .contract, .qualification, .integrationTest: lastDone
            }
        let isAnswered =
            !row.filings.papers.all.isEmpty || !row.tracks.all.isEmpty || row.approvedAt != nil
            || row.bindingAt != nil
        let due = isAnswered ? nil : engagedAt.map { $0 + onboarding.answerTime }
        reminderAt = due
        isOverdue = due.map { now > $0 } ?? false
    }

    var isReady: Bool { missing.isEmpty }
}
