import Rulebook
import Vocabulary

/// Whether an order must go through the pre-shipment network (R2–R6).
enum Applicability: Sendable, Equatable {
    /// Nobody declared the order yet: its destination is unknown.
    case undeclared
    case notApplicable
    /// An approved exemption covers it: no number is asked for, no clock runs (R6).
    case exempt
    case mandatory

    init(of order: borrowing OrderState, under book: RulebookReference, in world: borrowing GateState) {
        (self, _) = Self.judge(order, under: book, in: world)
    }

    /// Judged by the latest declaration, at the handover, or at the first upload where there is no handover (R3).
    ///
    /// With what is to be said of a request for exemption that frees the order not.
    static func judge(
        _ order: borrowing OrderState, under book: RulebookReference, in world: borrowing GateState
    ) -> (Applicability, [Finding]) {
        guard let declaration = order.terms else { return (.undeclared, []) }
        // Before either is known the order is only asked whether its country is one of the mandatory ones.
        let moment = order.shippedAt ?? max(declaration.time, book.rules.mandate.from)
        guard book.rules.mandate.isMandatory(declaration.country, at: moment) else {
            return (.notApplicable, [])
        }
        let ruling = ExemptionRuling(of: order, declared: declaration, under: book, in: world)
        return ruling.isExempt ? (.exempt, []) : (.mandatory, ruling.findings)
    }
}
