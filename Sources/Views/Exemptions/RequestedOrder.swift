import Vocabulary

/// What the gate's last verdict on an order says of its exemption; the numbers are in the view's file.
enum ExemptionEffect: Int64, Sendable {
    case none = 0
    case exempt = 1
    case late = 2

    init(_ verdict: Validated) {
        if verdict.status == .exempt {
            self = .exempt
        } else {
            self = verdict.open.contains { $0.code == .exemptionLate } ? .late : .none
        }
    }
}

/// An order that somebody asked an exemption for.
struct RequestedOrder: StoredRow {
    /// Requests remembered of an order; a further one shows no effect.
    static let mostRequests = 64
    /// Ids hold no control characters.
    private static let separator: Character = "\u{1F}"

    let key: OrderID
    var effect = ExemptionEffect.none
    private(set) var requests: [Token] = []

    init(key: OrderID) { self.key = key }

    mutating func add(_ request: Token) {
        guard !requests.contains(request), requests.count < Self.mostRequests else { return }
        requests.append(request)
    }

    static let shape = TableShape(
        name: "orders",
        columns: [
            .fixed("orderId", "TEXT NOT NULL"),
            .moving("effect", "INTEGER NOT NULL"),
            .moving("requests", "TEXT NOT NULL"),
        ], keyColumns: 1)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(effect.rawValue)
        statement.put(requests.map(\.text).joined(separator: String(Self.separator)))
    }

    init(key: OrderID, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        effect = ExemptionEffect(rawValue: statement.integer()) ?? .none
        requests = (statement.text() ?? "").split(separator: Self.separator).compactMap { Token($0) }
    }
}
