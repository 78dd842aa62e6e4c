import Vocabulary

/// Every request for exemption that can still matter: those of open orders, those of categories, and answers whose
/// request has not arrived (R5, R6). Those of an order leave memory with it.
struct ExemptionBook: Sendable {
    /// Answers without a request kept at most; beyond, the oldest goes. Nobody sends that many by mistake.
    static let mostUnasked = 65_536
    /// Requests looked at of one seller × category, and of one order.
    static let mostRequests = 64

    private(set) var cases: [Token: ExemptionCase] = [:]
    /// Requests for a whole category, by seller and category, sorted.
    private(set) var ofCategory: [UInt64: [Token]] = [:]
    /// Open orders that may be exempted, by seller and category: what a request for the category concerns. Kept by
    /// ``Gate/arm(_:in:at:)``, because the rulebook says which orders those are.
    private(set) var exemptible: [UInt64: Set<OrderID>] = [:]
    /// Ids whose answer came first, oldest first, from `nextUnasked` on.
    private var unasked: [Token] = []
    private var nextUnasked = 0

    init() {}

    /// What was written down.
    init(
        _ cases: [Token: ExemptionCase], ofCategory: [UInt64: [Token]], exemptible: [UInt64: Set<OrderID>],
        unasked: [Token]
    ) {
        self.cases = cases
        self.ofCategory = ofCategory
        self.exemptible = exemptible
        self.unasked = unasked
    }

    /// Ids whose answer came first, oldest first.
    var unrequested: ArraySlice<Token> { unasked[nextUnasked...] }

    mutating func file(_ request: Token, _ filing: ExemptionFiling) {
        cases[request, default: ExemptionCase()].add(filing)
        guard filing.orderID == nil else { return }
        let key = GateState.pair(filing.seller, filing.category)
        var requests = ofCategory[key] ?? []
        guard !requests.contains(request), requests.count < Self.mostRequests else { return }
        requests.insert(request, at: requests.firstIndex { $0 > request } ?? requests.count)
        ofCategory[key] = requests
    }

    mutating func answer(_ request: Token, _ answer: ExemptionAnswer) {
        if cases[request] == nil { expect(request) }
        cases[request, default: ExemptionCase()].add(answer)
    }

    private mutating func expect(_ request: Token) {
        unasked.append(request)
        guard unasked.count - nextUnasked > Self.mostUnasked else { return }
        let oldest = unasked[nextUnasked]
        nextUnasked += 1
        if cases[oldest]?.filings.isEmpty == true { cases[oldest] = nil }
        if nextUnasked * 2 > unasked.count {
            unasked.removeFirst(nextUnasked)
            nextUnasked = 0
        }
    }

    /// Orders that a request may exempt, as far as they are in memory.
    ///
    /// A request without an answer concerns nobody yet, nor does an answer without a request.
    ///
    /// - Parameter isAnswered: an answer is about to be folded in.
    func orders(concernedBy request: Token, isAnswered: Bool = false) -> Set<OrderID> {
        guard let asked = cases[request], isAnswered || !asked.answers.isEmpty else { return [] }
        return asked.filings.reduce(into: []) { orders, filing in
            if let order = filing.orderID {
                orders.insert(order)
            } else {
                orders.formUnion(exemptible[GateState.pair(filing.seller, filing.category)] ?? [])
            }
        }
    }

    mutating func note(_ order: OrderID, _ seller: Name, _ category: Name) {
        exemptible[GateState.pair(seller, category), default: []].insert(order)
    }

    /// Whether a request for the category would concern the order.
    func holds(_ order: OrderID, _ seller: Name, _ category: Name) -> Bool {
        exemptible[GateState.pair(seller, category)]?.contains(order) ?? false
    }

    mutating func forget(_ order: OrderID, _ seller: Name, _ category: Name) {
        let key = GateState.pair(seller, category)
        guard exemptible[key]?.remove(order) != nil, exemptible[key]?.isEmpty == true else { return }
        exemptible[key] = nil
    }

    /// Takes out a request that concerns this order alone; one that concerns others too stays.
    mutating func take(_ request: Token, of order: OrderID) -> ExemptionCase? {
        guard let found = cases[request], found.filings.allSatisfy({ $0.order == order }) else { return nil }
        cases[request] = nil
        return found
    }

    /// Puts back what ``take(_:of:)`` took out.
    mutating func put(_ request: Token, _ taken: ExemptionCase) {
        for filing in taken.filings { file(request, filing) }
        for answer in taken.answers { cases[request, default: ExemptionCase()].add(answer) }
    }
}
