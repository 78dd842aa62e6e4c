import Rulebook
import Vocabulary

/// One rulebook and what judges by it.
///
/// A class, because a call would otherwise count every table of the rulebook up and down.
final class Policy<Phones: PhoneChecking> {
    let rules: Rulebook
    let check: UploadCheck<Phones>
    let clock: DeadlineClock
    let fees: FeeSchedule
    let router: Router

    init(rules: Rulebook, phones: Phones) {
        self.rules = rules
        check = UploadCheck(rules: rules, phones: phones)
        clock = DeadlineClock(rules: rules)
        fees = FeeSchedule(rules.fees)
        router = Router(rules: rules, fees: fees)
    }
}

/// The rulebooks by the time from which each is in force. Never empty.
struct Policies<Phones: PhoneChecking> {
    /// By the beginning of their force, and among equals by activation.
    private var policies: [Policy<Phones>]

    init(first: Policy<Phones>) { policies = [first] }

    /// A rulebook that begins when another does takes its place.
    mutating func add(_ policy: Policy<Phones>) {
        let begin = policy.rules.effectiveFrom
        policies.removeAll { $0.rules.effectiveFrom == begin }
        let index = policies.firstIndex { $0.rules.effectiveFrom > begin } ?? policies.count
        policies.insert(policy, at: index)
    }

    /// The one in force at `moment`; before the first begins, the first: it says itself what it does not judge.
    subscript(at moment: Instant) -> Policy<Phones> {
        var index = policies.count - 1
        while index > 0, policies[index].rules.effectiveFrom > moment { index -= 1 }
        return policies[index]
    }

    /// The one that judges whether an order must comply, and its clock: by the handover, or the first upload
    /// where there is no handover, or else the declaration (R3).
    func policy(for order: borrowing OrderState) -> Policy<Phones> {
        // Nearly always there is one, and the order need not be asked.
        policies.count == 1 ? policies[0] : order.judgedFrom.map { self[at: $0] } ?? policies[0]
    }
}
