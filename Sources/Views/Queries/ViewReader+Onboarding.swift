import GRDB
public import Rulebook
import Vocabulary
import Wire

extension ViewReader {
    /// View `onboarding`: every seller with every provider, and the step that is missing, at the log's time.
    ///
    /// Columns: `sellerId`, `provider`, `ready`, `missingStep` (the first to see to), `since`, `missing` (all of them),
    /// `fix` and `fixZh`, `clause`, the steps' times `engagedAt`, `qualifiedAt`, `testedAt`, `boundAt`, then `certified`,
    /// `missingDocuments`, `tracks` and `tracksNeeded`, `approvedAt`, `addressMismatch`, `reminderAt` and `overdue` (R11: a
    /// reminder, not a block), `position`. With ``ViewFilter/isOpen`` only those that are not ready.
    public func onboarding(_ filter: ViewFilter, _ rules: Rulebook) throws -> ViewTable {
        let rows = try pairs(filter, rules).map { row, readiness in Self.cells(row, readiness, rules) }
        let last = filter.limit.map { $0 + filter.offset } ?? rows.count
        return ViewTable(
            columns: Self.onboardingColumns, rows: Array(rows.prefix(last).dropFirst(filter.offset)))
    }

    /// How many of those not ready lack the binding, beside the source's figure for failed onboardings. Columns as in
    /// ``exemptionSummary(_:_:)``.
    public func onboardingSummary(_ filter: ViewFilter, _ rules: Rulebook) throws -> ViewTable {
        let all = try pairs(filter, rules)
        let open = all.filter { !$0.1.isReady }
        let unbound = open.count { $0.1.boundAt == nil }
        return ViewTable(
            columns: Self.summaryColumns,
            rows: [
                Self.measure(
                    "binding-missing", Double(unbound), Int64(open.count),
                    excluded: Int64(all.count - open.count), rules.onboarding.benchmarkBindingShare,
                    rules.onboarding.steps.first { $0.step == .binding }?.clause ?? rules.onboarding.clause)
            ])
    }

    private static let onboardingColumns = [
        "sellerId", "provider", "ready", "missingStep", "since", "missing", "fix", "fixZh", "clause",
        "engagedAt", "qualifiedAt", "testedAt", "boundAt", "certified", "missingDocuments", "tracks",
        "tracksNeeded", "approvedAt", "addressMismatch", "reminderAt", "overdue", "position",
    ]

    /// Each pair with what it comes to, in the order in which they came to be.
    private func pairs(_ filter: ViewFilter, _ rules: Rulebook) throws -> [(OnboardingRow, Readiness)] {
        var stored = filter
        (stored.limit, stored.offset, stored.isOpen) = (nil, 0, nil)
        let query = try ViewQuery(.onboarding, stored, view: view)
        let now = try checkpoint().recordedAt ?? Instant(nanoseconds: 0)
        return try read { db in
            var certifications: [String: CertificationRow] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT provider, changes FROM certifications") {
                let (provider, changes): (String, String) = (row[0], row[1])
                guard let token = Token(provider) else { continue }
                certifications[provider] = CertificationRow(ProviderID(token), text: changes)
            }
            return try Row.fetchAll(db, sql: query.sql, arguments: query.arguments).compactMap { row in
                guard let pair = OnboardingRow(row) else { return nil }
                let readiness = Readiness(
                    pair, certification: certifications[pair.key.provider.text], under: rules, at: now)
                guard filter.isOpen.map({ $0 != readiness.isReady }) ?? true else { return nil }
                return (pair, readiness)
            }
        }
    }

    private static func cells(_ row: OnboardingRow, _ it: Readiness, _ rules: Rulebook) -> [ViewValue] {
        func time(_ instant: Instant?) -> ViewValue { instant.map { .time($0) } ?? .null }
        func text(_ text: String?) -> ViewValue { text.map { .text($0) } ?? .null }
        let first = it.missing.first
        let lacking = first?.step == .qualification ? it.missingPapers : []
        let names = (
            zh: lacking.map(\.name.zh).joined(separator: "、"),
            en: lacking.map(\.name.en).joined(separator: "; ")
        )
        return [
            .text(row.key.seller.text), .text(row.key.provider.text), .boolean(it.isReady),
            text(first?.step.rawValue), time(it.since), .json(list(it.missing.map(\.step.rawValue))),
            text(first.map { lacking.isEmpty ? $0.fix.en : "\($0.fix.en) Missing: \(names.en)." }),
            text(first.map { lacking.isEmpty ? $0.fix.zh : "\($0.fix.zh)缺：\(names.zh)。" }),
            text(first?.clause),
            time(it.engagedAt), time(it.qualifiedAt), time(it.testedAt), time(it.boundAt),
            .boolean(it.isCertified), .json(list(it.missingPapers.map(\.id.text))),
            .integer(Int64(row.tracks.all.count)), .integer(Int64(rules.onboarding.minimumTracks)),
            time(row.approvedAt), .boolean(row.filings.addressesDiffer), time(it.reminderAt),
            .boolean(it.isOverdue),
            .integer(Int64(bitPattern: row.position.rawValue)),
        ]
    }

    /// A JSON array.
    private static func list(_ texts: [String]) -> String {
        "[\(texts.map { JSONText.quoted($0) }.joined(separator: ","))]"
    }
}

extension OnboardingRow {
    /// From the columns of ``ViewShape/onboarding``.
    fileprivate init?(_ row: Row) {
        func time(_ column: String) -> Instant? { (row[column] as Int64?).map { Instant(nanoseconds: $0) } }
        guard let seller = Token(row["sellerId"] as String), let provider = Token(row["provider"] as String)
        else { return nil }
        self.init(key: PairKey(SellerID(seller), ProviderID(provider)))
        engagedAt = time("engagedAt")
        filings.papers = DatedNames(text: row["papers"])
        tracks = DatedNames(text: row["tracks"])
        approvedAt = time("approvedAt")
        isBound = row["bound"]
        bindingAt = time("bindingAt")
        filings.addressesAt = time("addressesAt")
        filings.addressesDiffer = row["addressesDiffer"]
        position = Position(UInt64(bitPattern: row["position"]))
    }
}
