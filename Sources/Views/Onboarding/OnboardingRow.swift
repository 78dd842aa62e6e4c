import Rulebook
import Vocabulary

/// The facts of one seller with one provider (R8–R12). What they come to is said when it is asked for, because it
/// depends on the time and on the provider's certification.
struct OnboardingRow: StoredRow {
    let key: PairKey
    /// The first engagement.
    var engagedAt: Instant?
    /// Of all filings together; only those the rulebook names.
    var papers = DatedNames()
    /// Distinct tracks, as many as the rulebook asks for.
    var tracks = DatedNames()
    /// The first approval.
    var approvedAt: Instant?
    /// The last binding or unbinding.
    var isBound = false
    var bindingAt: Instant?
    /// The latest filing that said both addresses, and whether they differ.
    var addressesAt: Instant?
    var addressesDiffer = false
    var position = Position(0)

    init(key: PairKey) { self.key = key }

    mutating func fold(_ record: borrowing Recorded, _ rules: OnboardingRules) {
        let time = record.countedTime
        switch record.event.payload {
        case .providerEngaged: engagedAt = earliest(engagedAt, time)
        case .qualificationFiled(let it):
            for paper in it.documents where rules.papers.contains(where: { $0.id == paper }) {
                papers.add(paper, at: time, limit: OnboardingRules.mostPapers)
            }
            compare(it, at: time)
        case .trialTracked(let it):
            tracks.add(it.trackingNumber.normalised.token, at: time, limit: rules.minimumTracks)
        case .integrationApproved: approvedAt = earliest(approvedAt, time)
        case .providerBound: bind(true, at: time)
        case .providerUnbound: bind(false, at: time)
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .feeBilled, .feeAssessed, .validated, .routed, .exemptionRequested, .exemptionDecided,
            .providerCertified, .providerDecertified, .rulebookActivated, .deadlineApproaching,
            .deadlineMissed, .deadlineWithdrawn:
            return
        }
        position = record.position
    }

    private mutating func compare(_ it: QualificationFiled, at time: Instant) {
        guard let differ = it.addressesDiffer, addressesAt.map({ time >= $0 }) ?? true else { return }
        addressesAt = time
        addressesDiffer = differ
    }

    /// A change at the same time as another follows it when it was recorded later, as for the gate.
    private mutating func bind(_ value: Bool, at time: Instant) {
        if let bindingAt, time < bindingAt { return }
        isBound = value
        bindingAt = time
    }

    static let shape = TableShape(
        name: "onboarding",
        columns: [
            .fixed("sellerId", "TEXT NOT NULL"),
            .fixed("provider", "TEXT NOT NULL"),
            .moving("engagedAt", "INTEGER"),
            .moving("papers", "TEXT NOT NULL"),
            .moving("tracks", "TEXT NOT NULL"),
            .moving("approvedAt", "INTEGER"),
            .moving("bound", "INTEGER NOT NULL"),
            .moving("bindingAt", "INTEGER"),
            .moving("addressesAt", "INTEGER"),
            .moving("addressesDiffer", "INTEGER NOT NULL"),
            .moving("position", "INTEGER NOT NULL"),
        ], keyColumns: 2)

    /// No index on what moves.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(engagedAt)
        statement.put(papers.text)
        statement.put(tracks.text)
        statement.put(approvedAt)
        statement.put(isBound)
        statement.put(bindingAt)
        statement.put(addressesAt)
        statement.put(addressesDiffer)
        statement.put(Int64(bitPattern: position.rawValue))
    }

    init(key: PairKey, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        statement.skip()
        engagedAt = statement.instant()
        papers = DatedNames(text: statement.text() ?? "")
        tracks = DatedNames(text: statement.text() ?? "")
        approvedAt = statement.instant()
        isBound = statement.boolean()
        bindingAt = statement.instant()
        addressesAt = statement.instant()
        addressesDiffer = statement.boolean()
        position = Position(UInt64(bitPattern: statement.integer()))
    }
}

extension QualificationFiled {
    /// Whether the addresses are two (R12); nil where the filing does not say both.
    var addressesDiffer: Bool? {
        guard let registeredAddress, let operatingAddress else { return nil }
        return AddressText.folded(registeredAddress) != AddressText.folded(operatingAddress)
    }
}
