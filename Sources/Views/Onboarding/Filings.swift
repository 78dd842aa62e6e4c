import Rulebook
import Vocabulary

/// What all qualification filings of a seller with a provider come to (R9, R12).
struct Filings: Equatable, Sendable {
    /// Of all filings together; only those the rulebook names.
    var papers = DatedNames()
    /// The latest filing that said both addresses, and whether they differ.
    var addressesAt: Instant?
    var addressesDiffer = false

    mutating func fold(_ it: QualificationFiled, at time: Instant, _ rules: OnboardingRules) {
        for paper in it.documents where rules.papers.contains(where: { $0.id == paper }) {
            papers.add(paper, at: time, limit: OnboardingRules.mostPapers)
        }
        guard let registered = it.registeredAddress, let operating = it.operatingAddress,
            addressesAt.map({ time >= $0 }) ?? true
        else { return }
        addressesAt = time
        addressesDiffer = AddressText.folded(registered) != AddressText.folded(operating)
    }

    /// The papers that are still missing, in the rulebook's order.
    func missing(for provider: ProviderID, _ rules: OnboardingRules) -> [OnboardingRules.Paper] {
        rules.missing(Set(papers.all.map(\.name)), for: provider)
    }

    /// When the last of the papers that are needed was filed; nil while one is missing.
    func completed(for provider: ProviderID, _ rules: OnboardingRules) -> Instant? {
        papers.completed(rules.missing([], for: provider).map(\.id))
    }

    func put(into statement: RawStatement) {
        statement.put(papers.text)
        statement.put(addressesAt)
        statement.put(addressesDiffer)
    }

    init() {}

    init(reading statement: RawStatement) {
        papers = DatedNames(text: statement.text() ?? "")
        addressesAt = statement.instant()
        addressesDiffer = statement.boolean()
    }

    static let columns: [Column] = [
        .moving("papers", "TEXT NOT NULL"),
        .moving("addressesAt", "INTEGER"),
        .moving("addressesDiffer", "INTEGER NOT NULL"),
    ]
}
