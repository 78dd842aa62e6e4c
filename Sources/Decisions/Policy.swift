import Rulebook
import Vocabulary

/// One rulebook and what judges by it.
///
/// A class, because a call would otherwise count every table of the rulebook up and down.
final class Policy {
    let book: RulebookReference
    let check: UploadCheck
    let clock: DeadlineClock
    let fees: FeeSchedule
    let router: Router

    init(rules: Rulebook, phones: any PhoneChecking, goods: any GoodsSearching) {
        book = RulebookReference(rules)
        let goods = GoodsCheck(rules: rules, search: goods)
        check = UploadCheck(rules: rules, phones: phones, goods: goods)
        clock = DeadlineClock(rules: rules.clock)
        fees = FeeSchedule(rules.fees)
        router = Router(book, fees: fees)
    }
}

/// The policies by the time from which each is in force.
struct Policies {
    private(set) var timetable: Timetable<Policy>
    /// The one that begins last, which nearly always is the one asked for, and when it begins.
    private var newest: (policy: Policy, from: Instant)

    init(first: Policy) {
        newest = (first, Instant(nanoseconds: .min))
        timetable = Timetable(first: first, from: first.book.rules.effectiveFrom)
    }

    mutating func add(_ policy: Policy) {
        timetable.add(policy, from: policy.book.rules.effectiveFrom)
        newest = (
            timetable.newest,
            timetable.count == 1
                ? Instant(nanoseconds: .min) : timetable.newest.book.rules.effectiveFrom
        )
    }

    subscript(at moment: Instant) -> Policy {
        moment >= newest.from ? newest.policy : timetable[at: moment]
    }

    /// The one that judges whether an order must comply, and its clock: by the handover, or the first upload
    /// where there is no handover, or else the declaration (R3).
    func policy(for order: borrowing OrderState) -> Policy {
        self[at: order.judgedFrom ?? Instant(nanoseconds: 0)]
    }
}
