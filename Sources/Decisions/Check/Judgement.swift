import Vocabulary

/// How an order stands by all its facts so far.
struct Judgement: Sendable {
    var applicability: Applicability
    /// The rulebook that gave the verdict.
    var rulebook: Token
    var status = ComplianceStatus.awaitingNumber
    /// Verdict on the upload in question, or on the order where no upload is in question.
    var verdict = Verdict.pending
    var findings: [Finding] = []
    var judged: Move?
    /// When the verdict in question came true.
    var judgedAt: Instant?
    var bound: Move?
    /// When the bound number was accepted.
    var acceptedAt: Instant?
    var firstAcceptedAt: Instant?
    /// Everything that stands open, refused further uploads included.
    var open: [Finding] = []

    /// When the last of what fee and route follow from came true: the acceptance or the declaration in effect. Nil
    /// while no number is bound.
    func settledAt(_ order: borrowing OrderState) -> Instant? {
        guard let acceptedAt else { return nil }
        return order.terms.map { max(acceptedAt, $0.time) } ?? acceptedAt
    }
}
