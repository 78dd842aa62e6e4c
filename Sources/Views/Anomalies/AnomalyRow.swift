import Rulebook
import Vocabulary

/// One anomaly: opened once, perhaps resolved, never deleted.
struct AnomalyRow: Equatable {
    /// Positions kept as evidence: the first ones, and the last one that resolved it.
    static let mostEvidence = 16

    var id: Int64
    var kind: AnomalyKind
    var severity: Severity
    var orderID: OrderID?
    var sellerID: SellerID?
    /// What it is about where that is no order: `provider/yanwen`, `lane/yanwen/ES`, `store/store-1`,
    /// `onboarding/store-1/yanwen`.
    var subject: String?
    var openedAt: Instant
    var resolvedAt: Instant?
    /// Ascending, without repetition.
    var evidence: [UInt64]
    var clause: String
    var message: String
    var messageZh: String
    var fix: String
    var detail: String

    mutating func add(_ positions: [UInt64]) {
        for position in positions where !evidence.contains(position) {
            if evidence.count == Self.mostEvidence { evidence.removeLast() }
            evidence.append(position)
        }
        evidence.sort()
    }

    static let createTable = """
        CREATE TABLE "anomalies" (
            "id" INTEGER PRIMARY KEY,
            "kind" TEXT NOT NULL,
            "severity" TEXT NOT NULL,
            "orderId" TEXT,
            "sellerId" TEXT,
            "openedAt" INTEGER NOT NULL,
            "resolvedAt" INTEGER,
            "evidence" TEXT NOT NULL,
            "clause" TEXT NOT NULL,
            "message" TEXT NOT NULL,
            "messageZh" TEXT NOT NULL,
            "fix" TEXT NOT NULL,
            "detail" TEXT NOT NULL,
            "subject" TEXT
        )
        """

    static let createOpenIndex = """
        CREATE INDEX "anomalies_open" ON "anomalies" ("orderId") WHERE "resolvedAt" IS NULL
        """

    static let columns =
        "id, kind, severity, orderId, sellerId, openedAt, resolvedAt, evidence, clause, message, messageZh, fix, detail, subject"

    func put(into statement: RawStatement) {
        statement.put(id)
        statement.put(kind.rawValue)
        statement.put(severity.rawValue)
        statement.put(orderID)
        statement.put(sellerID)
        statement.put(openedAt)
        statement.put(resolvedAt)
        statement.put("[\(evidence.map(String.init).joined(separator: ","))]")
        statement.put(clause)
        statement.put(message)
        statement.put(messageZh)
        statement.put(fix)
        statement.put(detail)
        statement.put(subject)
    }

    /// Nil when the row holds a kind this version does not know.
    init?(reading statement: RawStatement) {
        id = statement.integer()
        guard let kind = statement.text().flatMap({ AnomalyKind(rawValue: $0) }) else { return nil }
        self.kind = kind
        severity = statement.text().flatMap { Severity(rawValue: $0) } ?? .warning
        orderID = statement.identifier()
        sellerID = statement.identifier()
        openedAt = statement.instant() ?? Instant(nanoseconds: 0)
        resolvedAt = statement.instant()
        let positions = statement.text() ?? ""
        evidence = positions.split(whereSeparator: { "[],".contains($0) }).compactMap { UInt64($0) }
        clause = statement.text() ?? ""
        message = statement.text() ?? ""
        messageZh = statement.text() ?? ""
        fix = statement.text() ?? ""
        detail = statement.text() ?? ""
        subject = statement.text()
    }

    init(id: Int64, _ kind: AnomalyKind, _ said: Message, openedAt: Instant, evidence: [UInt64]) {
        self.id = id
        self.kind = kind
        self.openedAt = openedAt
        self.evidence = []
        severity = said.severity
        clause = said.clause
        message = said.text.en
        messageZh = said.text.zh
        fix = said.fix.en
        detail = ""
        add(evidence)
    }
}
