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
    /// Whether scans name carrier and number instead of the order.
    var scansNameNumber = false
    /// By arrival; events that arrive together stay as planned.
    private(set) var steps: [Step] = []
    var expected = Expectation()

    var isMandatory: Bool { Destination.all[destination].isMandatory }

    /// Forgets the last order but keeps the memory.
    mutating func begin(_ order: UInt32, born: Int64, seed: UInt64) {
        self.order = order
        self.born = born
        dice = Dice(seed: seed, .plan, UInt64(order))
        scenario = nil
        scansNameNumber = false
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
