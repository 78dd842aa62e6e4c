public import GRDB
import Rulebook
public import Vocabulary

/// The view `onboarding`: how far every seller has come with every provider (R7–R12).
public final class Onboarding: Projection {
    public static let name = "onboarding"
    public static let version = 1
    public static let events = EventTypes(
        .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
        .providerUnbound, .providerCertified, .providerDecertified)

    private let rules: ViewRules
    private let pairs: CachedTable<OnboardingRow>
    private let certifications: CachedTable<CertificationRow>

    public static func createTables(in db: Database) throws {
        for shape in [OnboardingRow.shape, CertificationRow.shape] { try db.execute(sql: shape.create) }
    }

    public static func createKeys(in db: Database) throws {
        for shape in [OnboardingRow.shape, CertificationRow.shape] {
            try db.execute(sql: shape.createKeyIndex)
        }
    }

    public static func createIndexes(in db: Database) throws {
        try db.execute(sql: "CREATE INDEX \"onboarding_by_provider\" ON \"onboarding\" (\"provider\")")
    }

    public init(rules: ViewRules, memory: ViewMemory, in db: Database) throws {
        self.rules = rules
        // Pairs are rare beside orders.
        pairs = try CachedTable(capacity: memory.rows(over: 16), memory, in: db)
        certifications = try CachedTable(capacity: 1024, memory, in: db)
    }

    public var wantsFlush: Bool { pairs.wantsFlush || certifications.wantsFlush }

    public func order(of record: borrowing Recorded) -> OrderID? { record.event.payload.orderID }

    public func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError) {
        try record.checkSnapshot()
        switch record.event.payload {
        case .providerEngaged(let it): try fold(record, it.sellerID, it.provider)
        case .qualificationFiled(let it): try fold(record, it.sellerID, it.provider)
        case .trialTracked(let it): try fold(record, it.sellerID, it.provider)
        case .integrationApproved(let it): try fold(record, it.sellerID, it.provider)
        case .providerBound(let it): try fold(record, it.sellerID, it.provider)
        case .providerUnbound(let it): try fold(record, it.sellerID, it.provider)
        case .providerCertified(let it): try certify(it.provider, true, it.until, record)
        case .providerDecertified(let it): try certify(it.provider, false, nil, record)
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .feeBilled, .feeAssessed, .validated, .routed, .exemptionRequested,
            .exemptionDecided,
            .rulebookActivated, .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn:
            break
        }
    }

    public func flush() throws {
        try pairs.flush()
        try certifications.flush()
    }

    private func fold(
        _ record: borrowing Recorded, _ seller: SellerID, _ provider: ProviderID
    ) throws(ViewError) {
        let slot = try pairs.slot(of: PairKey(seller, provider))
        pairs.change(slot) { $0.fold(record, rules.rulebook.onboarding) }
    }

    private func certify(
        _ provider: ProviderID, _ isCertified: Bool, _ until: Instant?, _ record: borrowing Recorded
    ) throws(ViewError) {
        let time = record.countedTime
        let slot = try certifications.slot(of: ProviderKey(provider))
        certifications.change(slot) {
            $0.add(CertificationRow.Change(at: time, isCertified: isCertified, until: until))
        }
    }
}
