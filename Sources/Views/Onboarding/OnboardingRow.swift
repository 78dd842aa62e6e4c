import Rulebook
import Vocabulary

/// The facts of one seller with one provider (R8–R12). What they come to is said when it is asked for, because it
/// depends on the time and on the provider's certification.
struct OnboardingRow: StoredRow {
    let key: PairKey
    /// The first engagement.
    var engagedAt: Instant?
    var filings = Filings()
    /// Distinct tracks, as many as the rulebook asks for.
    var tracks = DatedNames()
    /// The first approval.
    var approvedAt: Instant?
    /// The last binding or unbinding.
    var isBound = false
    var bindingAt: Instant?
    var position = Position(0)

    init(key: PairKey) { self.key = key }

    mutating func fold(_ record: borrowing Recorded, _ rules: OnboardingRules) {
        let time = record.countedTime
        switch record.event.payload {
        case .providerEngaged: engagedAt = earliest(engagedAt, time)
        case .qualificationFiled(let it): filings.fold(it, at: time, rules)
        case .trialTracked(let it):
            tracks.add(it.trackingNumber.normalised.token, at: time, limit: rules.minimumTracks)
        case .integrationApproved: approvedAt = earliest(approvedAt, time)
        case .providerBound: bind(true, at: time)
        case .providerUnbound: bind(false, at: time)
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .feeBilled, .feeAssessed, .validated, .routed, .exemptionRequested,
            .exemptionDecided,
            .providerCertified, .providerDecertified, .rulebookActivated, .deadlineApproaching,
            .deadlineMissed, .deadlineWithdrawn:
            return
        }
        position = record.position
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
            .moving("tracks", "TEXT NOT NULL"),
            .moving("approvedAt", "INTEGER"),
            .moving("bound", "INTEGER NOT NULL"),
            .moving("bindingAt", "INTEGER"),
            .moving("position", "INTEGER NOT NULL"),
        ] + Filings.columns, keyColumns: 2)

    /// No index on what moves.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(engagedAt)
        statement.put(tracks.text)
        statement.put(approvedAt)
        statement.put(isBound)
        statement.put(bindingAt)
        statement.put(Int64(bitPattern: position.rawValue))
        filings.put(into: statement)
    }

    init(key: PairKey, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        statement.skip()
        engagedAt = statement.instant()
        tracks = DatedNames(text: statement.text() ?? "")
        approvedAt = statement.instant()
        isBound = statement.boolean()
        bindingAt = statement.instant()
        position = Position(UInt64(bitPattern: statement.integer()))
        filings = Filings(reading: statement)
    }
}
