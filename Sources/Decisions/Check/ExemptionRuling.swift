import Rulebook
import Vocabulary

/// What the requests for exemption come to for one order (R5, R6).
struct ExemptionRuling {
    private(set) var isExempt = false
    /// Approved, but not in time or not complete: such an order must comply like any other.
    private(set) var findings: [Finding] = []

    /// - Parameter declaration: the latest one: it says whether the goods may be exempted at all.
    init(
        of order: borrowing OrderState, declared declaration: DeclaredTerms, under book: RulebookReference,
        in world: borrowing GateState
    ) {
        let pair = GateState.pair(order.seller, declaration.category)
        let ofCategory = world.exemptions.ofCategory.isEmpty ? nil : world.exemptions.ofCategory[pair]
        guard ofCategory != nil || !order.requests.isEmpty,
            book.rules.categories.mayBeExempted(declaration, names: world.names)
        else { return }
        for request in order.requests {
            judge(request, of: order, book, world) { $0.orderID == order.id && $0.seller == order.seller }
        }
        for request in ofCategory ?? [] {
            // What was asked for a category after a parcel had gone was not asked for this parcel.
            judge(request, of: order, book, world) { filing in
                filing.orderID == nil && GateState.pair(filing.seller, filing.category) == pair
                    && order.handover.map { filing.time <= $0.time } ?? true
            }
        }
        if isExempt { findings = [] }
    }

    /// One request: approved, complete and early enough. Before the handover every request is early enough; the real
    /// one judges again.
    private mutating func judge(
        _ request: Token, of order: borrowing OrderState, _ book: RulebookReference,
        _ world: borrowing GateState, where concerns: (ExemptionFiling) -> Bool
    ) {
        guard !isExempt, let asked = world.exemptions.cases[request] else { return }
        let limit = book.rules.exemption.approvedBy == .handover ? order.handover?.time : nil
        guard asked.isApproved(by: limit) else { return }
        let filings = asked.filings.filter(concerns)
        guard let latest = filings.last else { return }
        // The earliest complete one counts: filing it once more undoes nothing.
        guard let complete = filings.first(where: { book.rules.exemption.isComplete($0.documents) }) else {
            let missing = book.rules.exemption.documents.subtracting(latest.documents)
            return add(
                .exemptionIncomplete, "\(request) lacks \(missing.listed.joined(separator: ", "))", book)
        }
        guard let handover = order.handover,
            !book.rules.exemption.isInTime(requested: complete.time, handedOver: handover.time)
        else {
            isExempt = true
            return
        }
        add(.exemptionLate, "\(request), requested \(complete.time.text)", book)
    }

    private mutating func add(_ code: FindingCode, _ evidence: String, _ book: RulebookReference) {
        guard !findings.contains(where: { $0.code == code }) else { return }
        findings.append(Finding(code, book.rules.message(code).severity, evidence: evidence))
    }
}

extension CategoryRules {
    /// Whether an approved exemption can free what was declared so (R5).
    func mayBeExempted(_ declaration: DeclaredTerms, names: borrowing Names) -> Bool {
        var traits: SpecialTraits = []
        if declaration.traits.contains(.custom) { traits.insert(.custom) }
        if declaration.traits.contains(.largeFurniture) { traits.insert(.largeFurniture) }
        if declaration.traits.contains(.battery) { traits.insert(.battery) }
        return mayBeExempted(declaration.category == .none ? nil : names[declaration.category], traits)
    }
}
