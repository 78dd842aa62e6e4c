import Vocabulary

/// Everything about one order: who, where, what will be said about it and how it must end.
///
/// A plan is a function of options and order number. It is made again for each event instead of being kept, so
/// that an order under way costs the sixteen bytes of its place in the queue.
struct Plan {
    var order: UInt32 = 0
    /// When it was placed; nothing is said about it before. Milliseconds since 1970.
    var born: Int64 = 0
    var dice = Dice(seed: 0, .plan)
    var scenario: Scenario?
    var seller = 0
    var destination = 0
    var carrier = 0
    var account = 0
    var otherAccount = 0
    var warehouse = 0
    /// Whose number is uploaded in ``Scenario/numberConflict``.
    var otherOrder: UInt32 = 0
    var parcel = Parcel()
    /// The line that the carrier said, where it said one.
    var route = Route.ours
    /// When the news arrives with which the order is a mandatory one with an accepted number for the first time: as such it
    /// counts for its seller's coupons (R33). Nil: never.
    var countedNews: Int64?
    /// Whether scans name carrier and number instead of the order.
    var scansNameNumber = false
    /// By arrival; events that arrive together stay as planned.
    private(set) var steps: [Step] = []
    var expected = Expectation()

    /// Who says by which line it goes.
    enum Route { case ours, known, unknown }

    /// Whether it owes a fee in the end: it ships through the network by a line that can take it (R27, R37).
    var hasFee: Bool {
        guard isMandatory, expected.status == .compliant else { return false }
        switch route {
        case .ours: return Carrier.all[carrier].takes(parcel, to: Destination.all[destination])
        case .known: return true
        case .unknown: return false
        }
    }

    /// In fen; nil where none is owed.
    ///
    /// - Parameter ordinal: which of its seller's accepted orders it is, from 1 on; nil beyond those with a coupon.
    func fee(ordinal: Int?) -> Int64? {
        guard hasFee, let shippedAt = expected.handedOverAt else { return nil }
        let hasCoupon = !expected.isAbnormal && Tariff.hasCoupon(ordinal, shippedAt: shippedAt)
        return Tariff.fee(parcel, by: Carrier.all[carrier], withCoupon: hasCoupon)
    }

    /// By how much the bill that was given last differs from the fee; nil where none was.
    var lastBill: Int64? {
        var last: Int64?
        for step in steps { if case .billed(let difference) = step.saying { last = difference } }
        return last
    }

    /// Whether the news at this place is that with which the order counts for its seller.
    func counts(at place: Int) -> Bool {
        steps[place].arrival == countedNews && (place == 0 || steps[place - 1].arrival != countedNews)
    }

    var isMandatory: Bool { Destination.all[destination].isMandatory }

    /// Forgets the last order but keeps the memory.
    mutating func begin(_ order: UInt32, born: Int64, seed: UInt64) {
        self.order = order
        self.born = born
        dice = Dice(seed: seed, .plan, UInt64(order))
        scenario = nil
        scansNameNumber = false
        parcel = Parcel()
        route = .ours
        countedNews = nil
        steps.removeAll(keepingCapacity: true)
        expected = Expectation()
    }

    mutating func add(_ saying: Saying, at time: Int64, arriving arrival: Int64) {
        // Insertion from behind: steps are planned nearly in the order in which they arrive.
        var place = steps.count
        while place > 0, steps[place - 1].arrival > arrival { place -= 1 }
        steps.insert(Step(time: time, arrival: arrival, saying: saying), at: place)
    }
}
