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

    init(rules: Rulebook, phones: Phones, goods: any GoodsSearching) {
        self.rules = rules
        let goods = GoodsCheck(rules: rules, search: goods)
        check = UploadCheck(rules: rules, phones: phones, goods: goods)
        clock = DeadlineClock(rules: rules)
        fees = FeeSchedule(rules.fees)
        router = Router(rules: rules, fees: fees)
    }
}

/// The policies by the time from which each is in force.
struct Policies<Phones: PhoneChecking> {
    private(set) var timetable: Timetable<Policy<Phones>>

    init(first: Policy<Phones>) {
        timetable = Timetable(first: first, from: first.rules.effectiveFrom)
    }

    mutating func add(_ policy: Policy<Phones>) { timetable.add(policy, from: policy.rules.effectiveFrom) }

    subscript(at moment: Instant) -> Policy<Phones> { timetable[at: moment] }

    /// The one that judges whether an order must comply, and its clock: by the handover, or the first upload
    /// where there is no handover, or else the declaration (R3).
    func policy(for order: borrowing OrderState) -> Policy<Phones> {
        timetable[at: order.judgedFrom ?? Instant(nanoseconds: 0)]
    }
}
