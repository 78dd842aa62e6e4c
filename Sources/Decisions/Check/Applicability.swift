import Rulebook
import Vocabulary

/// Whether an order must go through the pre-shipment network (R2–R5).
enum Applicability: Sendable, Equatable {
    /// Nobody declared the order yet: its destination is unknown.
    case undeclared
    case notApplicable
    case mandatory

    /// Judged by the latest declaration, at the handover, or at the first upload where there is no handover (R3).
    init(of order: borrowing OrderState, under rules: borrowing Rulebook) {
        guard let declaration = order.declarations.last else {
            self = .undeclared
            return
        }
        // Before either is known the order is only asked whether its country is one of the mandatory ones.
        let moment = order.shippedAt ?? max(declaration.time, rules.mandate.from)
        self =
            rules.isMandatory(declaration.country, at: moment) ? .mandatory : .notApplicable
    }
}
