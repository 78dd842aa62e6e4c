import Vocabulary

/// One request for exemption by its id: every time it was filed, and every answer to it (R6).
///
/// Answers name the request and perhaps no order, and may arrive before it. Of what says the same the earliest is kept,
/// and of more than the limit the earliest: so what is kept does not depend on the order of arrival.
struct ExemptionCase: Sendable {
    /// Filings and answers kept of one request: a person files it again once or twice.
    static let most = 32

    /// By time, then position.
    private(set) var filings: [ExemptionFiling] = []
    /// By time, then position.
    private(set) var answers: [ExemptionAnswer] = []

    mutating func add(_ filing: ExemptionFiling) {
        if let same = filings.firstIndex(where: { $0.saysTheSame(as: filing) }) {
            guard (filing.time, filing.position) < (filings[same].time, filings[same].position) else {
                return
            }
            filings.remove(at: same)
        }
        let index = filings.lastIndex { ($0.time, $0.position) < (filing.time, filing.position) }
        filings.insert(filing, at: index.map { $0 + 1 } ?? 0)
        if filings.count > Self.most { filings.removeLast() }
    }

    mutating func add(_ answer: ExemptionAnswer) {
        let index = answers.lastIndex { ($0.time, $0.position) < (answer.time, answer.position) }
        answers.insert(answer, at: index.map { $0 + 1 } ?? 0)
        if answers.count > Self.most { answers.removeLast() }
    }

    /// Whether the last answer up to `limit` was an approval; nil asks for the last of all.
    func isApproved(by limit: Instant?) -> Bool {
        guard let limit else { return answers.last?.isApproval == true }
        return answers.last { $0.time <= limit }?.isApproval == true
    }
}

/// A request, as it was filed once.
struct ExemptionFiling: Sendable, BitwiseCopyable {
    let seller: Name
    /// Empty for a whole category.
    let order: OrderID
    /// ``Name/none`` for an order.
    let category: Name
    let documents: ExemptionDocuments
    /// The time that counts (R24).
    let time: Instant
    let position: Position

    /// Nil for a whole category.
    var orderID: OrderID? { order.token.isEmpty ? nil : order }

    func saysTheSame(as other: Self) -> Bool {
        seller == other.seller && order == other.order && category == other.category
            && documents == other.documents
    }
}

/// The platform's answer.
struct ExemptionAnswer: Sendable, BitwiseCopyable {
    let isApproval: Bool
    let time: Instant
    let position: Position
}
