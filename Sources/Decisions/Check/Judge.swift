import Rulebook
import Vocabulary

/// Folds an order's facts, in the order of their own times, into how it stands.
///
/// Every new fact folds them all again: an order has a handful, and so the order in which facts arrive
/// cannot change the outcome (R23). Only what other orders hold is first come, first served.
///
/// Each step is judged by the rulebook in force when it happened.
struct Judge {
    let policies: Policies

    /// - Parameter asked: the upload whose own verdict is wanted; nil judges the order.
    func judge(
        _ order: borrowing OrderState, asked: Position?, in world: borrowing GateState
    ) -> Judgement {
        let policy = policies.policy(for: order)
        let (applicability, exemption) = Applicability.judge(order, under: policy.book, in: world)
        var fold = Fold(asked: asked, rulebook: policy.book.rules.identity)
        var next = 0
        for move in order.moves {
            while next < order.declarations.count, order.declarations[next].time <= move.time {
                redeclare(order.declarations[next], applicability, order, world, &fold)
                next += 1
            }
            switch move.kind {
            case .upload: upload(move, applicability, order, world, &fold)
            case .void: fold.void(move)
            }
        }
        while next < order.declarations.count {
            redeclare(order.declarations[next], applicability, order, world, &fold)
            next += 1
        }
        return fold.judgement(
            applicability, exemption: exemption, severalBoxes: order.severalBoxesAt != nil)
    }

    private func upload(
        _ upload: Move, _ applicability: Applicability, _ order: borrowing OrderState,
        _ world: borrowing GateState, _ fold: inout Fold
    ) {
        if let bound = fold.bound {
            guard applicability == .mandatory else {
                return fold.answer(upload, applicability == .exempt ? .exempt : .notApplicable, [])
            }
            let findings = policies[at: upload.time].check.findingsOfFurther(
                upload, for: order.id, bound: bound, voided: fold.voided, in: world)
            fold.refused += findings
            return fold.answer(upload, findings.isEmpty ? .pass : .intercepted, findings)
        }
        judgeStanding(upload, at: upload.time, applicability, order, world, &fold)
    }

    private func redeclare(
        _ declaration: Declaration, _ applicability: Applicability, _ order: borrowing OrderState,
        _ world: borrowing GateState, _ fold: inout Fold
    ) {
        fold.declaration = declaration
        guard fold.bound == nil, let standing = fold.standing else { return }
        // R21: a corrected declaration runs the check again on the number that waits.
        judgeStanding(standing, at: max(declaration.time, standing.time), applicability, order, world, &fold)
    }

    private func judgeStanding(
        _ upload: Move, at moment: Instant, _ applicability: Applicability, _ order: borrowing OrderState,
        _ world: borrowing GateState, _ fold: inout Fold
    ) {
        switch applicability {
        case .notApplicable:
            fold.accept(upload, at: moment, .notApplicable, [])
        case .exempt:
            fold.accept(upload, at: moment, .exempt, [])
        case .undeclared:
            fold.hold(upload, .pending, [Finding(.notDeclared, .warning)], at: moment)
        case .mandatory:
            guard let declaration = fold.declaration else {
                return fold.hold(upload, .pending, [Finding(.notDeclared, .warning)], at: moment)
            }
            let policy = policies[at: moment]
            let findings = policy.check.findings(
                of: upload, for: order, declared: declaration, at: moment, voided: fold.voided, in: world)
            fold.rulebook = policy.book.rules.identity
            if findings.contains(where: { $0.severity == .blocking }) {
                fold.hold(upload, .intercepted, findings, at: moment)
            } else {
                fold.accept(upload, at: moment, .pass, findings)
            }
        }
    }
}

/// The running state of one judgement.
private struct Fold {
    let asked: Position?
    var declaration: Declaration?
    var bound: Move?
    /// The upload that waits for its findings to be cleared.
    var standing: Move?
    var standingFindings: [Finding] = []
    var refused: [Finding] = []
    var voided: [NumberKey] = []
    var acceptedAt: Instant?
    var firstAcceptedAt: Instant?
    var last: (move: Move, verdict: Verdict, findings: [Finding], at: Instant)?
    var answered: (move: Move, verdict: Verdict, findings: [Finding], at: Instant)?

    /// Of the step judged last.
    var rulebook: Token

    init(asked: Position?, rulebook: Token) {
        self.asked = asked
        self.rulebook = rulebook
    }

    mutating func answer(_ upload: Move, _ verdict: Verdict, _ findings: [Finding], at moment: Instant? = nil)
    {
        if upload.position == asked { answered = (upload, verdict, findings, moment ?? upload.time) }
    }

    mutating func accept(_ upload: Move, at moment: Instant, _ verdict: Verdict, _ findings: [Finding]) {
        bound = upload
        standing = nil
        standingFindings = findings
        acceptedAt = moment
        firstAcceptedAt = firstAcceptedAt ?? moment
        last = (upload, verdict, findings, moment)
        answer(upload, verdict, findings, at: moment)
    }

    mutating func hold(_ upload: Move, _ verdict: Verdict, _ findings: [Finding], at moment: Instant) {
        standing = upload
        standingFindings = findings
        last = (upload, verdict, findings, moment)
        answer(upload, verdict, findings, at: moment)
    }

    /// R15, R21: the number is gone for good, the order waits for another.
    mutating func void(_ move: Move) {
        voided.append(move.key)
        guard (bound ?? standing)?.key == move.key else { return }
        bound = nil
        acceptedAt = nil
        standing = nil
        standingFindings = []
        refused = []
        last = nil
    }

    func judgement(
        _ applicability: Applicability, exemption: [Finding], severalBoxes: Bool
    ) -> Judgement {
        var judgement = Judgement(applicability: applicability, rulebook: rulebook)
        let told = answered ?? last
        judgement.judged = told?.move
        judgement.verdict = told?.verdict ?? applicability.verdictWithoutUpload
        judgement.findings = told?.findings ?? []
        judgement.judgedAt = told?.at
        judgement.bound = bound
        judgement.acceptedAt = acceptedAt
        judgement.firstAcceptedAt = firstAcceptedAt
        switch applicability {
        case .notApplicable:
            judgement.status = .notApplicable
            return judgement
        case .exempt:
            judgement.status = .exempt
            return judgement
        case .undeclared, .mandatory:
            let isHeld = standingFindings.contains { $0.severity == .blocking }
            judgement.status = bound != nil ? .compliant : isHeld ? .intercepted : .awaitingNumber
        }
        judgement.open = standingFindings.filter { $0.code != .notDeclared } + exemption
        for finding in refused where !judgement.open.contains(where: { $0.code == finding.code }) {
            judgement.open.append(finding)
        }
        if severalBoxes, bound != nil, !judgement.open.contains(where: { $0.code == .multiBox }) {
            judgement.open.append(Finding(.multiBox))
        }
        if judgement.open.count > 1 { judgement.open.sort { $0.code < $1.code } }
        return judgement
    }
}

extension Applicability {
    fileprivate var verdictWithoutUpload: Verdict {
        switch self {
        case .notApplicable: .notApplicable
        case .exempt: .exempt
        case .undeclared, .mandatory: .pending
        }
    }
}
