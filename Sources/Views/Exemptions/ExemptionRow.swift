import Rulebook
import Vocabulary

/// A request by its id.
struct RequestKey: RowKey {
    let request: Token
    init(_ request: Token) { self.request = request }
    var digest: UInt64 { request.digest }
    func put(into statement: RawStatement) { statement.put(request) }
}

/// What became of a request for exemption.
enum ExemptionOutcome: String, Sendable, CaseIterable {
    case undecided
    case rejected
    /// Approved, but papers are missing.
    case incomplete
    /// Approved, but filed too late for the real handover.
    case late
    /// Its order is exempt.
    case exempt
    /// Approved and complete, and no order of its own is known to be freed: a whole category's, one of standard goods,
    /// or one approved after the handover.
    case approved
}

/// One request for exemption, folded so that the order of arrival makes no difference.
struct ExemptionRow: Equatable {
    let key: RequestKey
    var sellerID: SellerID?
    var orderID: OrderID?
    var category: Token?
    /// Of the filing that counts: the earliest complete one, or while there is none the latest.
    var requestedAt: Instant?
    var documents: ExemptionDocuments = []
    /// Of the rulebook's papers; all of them while nothing was filed.
    var missing: ExemptionDocuments = []
    /// The last answer.
    var decision: ExemptionDecided.Decision?
    var decidedAt: Instant?
    /// Nil while undecided, and where the calendar of working days does not reach.
    var reviewWorkingDays: Double?
    var outcome = ExemptionOutcome.undecided
    var filedPosition: UInt64?
    var decidedPosition: UInt64?
    var effect = ExemptionEffect.none

    init(key: RequestKey) { self.key = key }

    mutating func file(
        _ it: ExemptionRequested, at time: Instant, _ position: Position, _ rules: ExemptionRules
    ) {
        let wasComplete = requestedAt != nil && rules.isComplete(documents)
        let isComplete = rules.isComplete(it.documents)
        if let requestedAt {
            guard isComplete || !wasComplete else { return }
            if isComplete == wasComplete, isComplete ? time >= requestedAt : time < requestedAt { return }
        }
        sellerID = it.sellerID
        orderID = it.orderID
        category = it.category
        requestedAt = time
        documents = it.documents
        filedPosition = position.rawValue
    }

    mutating func answer(_ answer: ExemptionDecided.Decision, at time: Instant, _ position: Position) {
        if let decidedAt, time < decidedAt { return }
        decision = answer
        decidedAt = time
        decidedPosition = position.rawValue
    }

    /// What follows from the facts so far.
    mutating func settle(_ known: ViewRules) {
        // By the rulebook in force when it was filed.
        let rules = (requestedAt ?? decidedAt).map { known.rulebook(at: $0) } ?? known.rulebook
        missing = rules.exemption.documents.subtracting(documents)
        if let requestedAt, let decidedAt {
            reviewWorkingDays = rules.workingDays.workingDays(from: requestedAt, to: decidedAt)
        } else {
            reviewWorkingDays = nil
        }
        switch decision {
        case nil: outcome = .undecided
        case .rejected: outcome = .rejected
        case .approved:
            guard missing.isEmpty else {
                outcome = .incomplete
                return
            }
            switch orderID == nil ? .none : effect {
            case .none: outcome = .approved
            case .exempt: outcome = .exempt
            case .late: outcome = .late
            }
        }
    }

    /// Where to look: the filing that counts, and the last answer.
    var evidence: String {
        let positions = [filedPosition, decidedPosition].compactMap(\.self).sorted()
        return "[\(positions.map(String.init).joined(separator: ","))]"
    }
}

extension ExemptionDocuments {
    /// A JSON array of the names.
    fileprivate var json: String { "[\(listed.map { "\"\($0)\"" }.joined(separator: ","))]" }

    /// Reads what ``json`` wrote.
    fileprivate init(json: String) {
        self = []
        let names = json.split { "[]\",".contains($0) }
        for (bit, name) in Self.names.enumerated() where names.contains(Substring(name)) {
            insert(Self(rawValue: 1 << UInt8(bit)))
        }
    }
}

extension ExemptionRow: StoredRow {
    /// What the indexes hang on.
    struct Settled: Equatable, Sendable {
        var sellerID: SellerID?
        var orderID: OrderID?
    }

    static let shape = TableShape(
        name: "exemptions",
        columns: [
            .fixed("requestId", "TEXT NOT NULL"),
            .settled("sellerId", "TEXT"),
            .settled("orderId", "TEXT"),
            .moving("category", "TEXT"),
            .moving("requestedAt", "INTEGER"),
            .moving("documents", "TEXT NOT NULL"),
            .moving("missing", "TEXT NOT NULL"),
            .moving("decision", "TEXT"),
            .moving("decidedAt", "INTEGER"),
            .moving("reviewWorkingDays", "REAL"),
            .moving("outcome", "TEXT NOT NULL"),
            .moving("evidence", "TEXT NOT NULL"),
            // Kept for the fold, not shown.
            .moving("filedPosition", "INTEGER"),
            .moving("decidedPosition", "INTEGER"),
            .moving("effect", "INTEGER NOT NULL"),
        ], keyColumns: 1)

    var settled: Settled { Settled(sellerID: sellerID, orderID: orderID) }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(sellerID)
        statement.put(orderID)
        statement.put(category)
        statement.put(requestedAt)
        statement.put(documents.json)
        statement.put(missing.json)
        statement.put(decision?.rawValue)
        statement.put(decidedAt)
        statement.put(reviewWorkingDays)
        statement.put(outcome.rawValue)
        statement.put(evidence)
        statement.put(filedPosition.map { Int64(bitPattern: $0) })
        statement.put(decidedPosition.map { Int64(bitPattern: $0) })
        statement.put(effect.rawValue)
    }

    init(key: RequestKey, reading statement: RawStatement) {
        self.init(key: key)
        statement.skip()
        sellerID = statement.identifier()
        orderID = statement.identifier()
        category = statement.token()
        requestedAt = statement.instant()
        documents = ExemptionDocuments(json: statement.text() ?? "")
        missing = ExemptionDocuments(json: statement.text() ?? "")
        decision = statement.text().flatMap { ExemptionDecided.Decision(rawValue: $0) }
        decidedAt = statement.instant()
        reviewWorkingDays = statement.real()
        outcome = statement.text().flatMap { ExemptionOutcome(rawValue: $0) } ?? .undecided
        statement.skip()
        filedPosition = statement.optionalInteger().map { UInt64(bitPattern: $0) }
        decidedPosition = statement.optionalInteger().map { UInt64(bitPattern: $0) }
        effect = ExemptionEffect(rawValue: statement.integer()) ?? .none
    }
}
