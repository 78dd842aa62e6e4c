/// A lifelike stream of CloudEvents in order of arrival, and the truth about it.
///
/// Memory is bounded by the orders under way at one time, sixteen bytes each: plans are made again when they
/// are needed. Not thread-safe; one owner.
///
///     var simulator = try Simulator(SimulationOptions(orders: 100_000, seed: 7))
///     var events: [UInt8] = [], truth: [UInt8] = []
///     while simulator.write(events: &events, truth: &truth) {
///         // hand both on, then empty them with removeAll(keepingCapacity: true)
///     }
public struct Simulator: Sendable {
    let options: SimulationOptions
    let planner: Planner
    let events: EventWriter
    let truths: TruthWriter
    /// Last number given out, by publisher.
    var sequences = [UInt64](repeating: 0, count: Publisher.sources.count)
    var mailbox = Mailbox()
    /// Taken out of the mailbox so far.
    var letters: UInt64 = 0
    let onboardings: [Onboarding]
    /// Accepted orders by seller, as they become known, up to those that have a coupon (R33); and which of them each is,
    /// for orders under way.
    private var accepted = [Int](repeating: 0, count: Seller.all.count)
    private(set) var ordinals: [UInt32: UInt8] = [:]
    /// What was counted so far; complete once ``write(events:truth:atLeast:)`` has returned false.
    public internal(set) var summary = SimulationSummary()

    private var underWay = MinHeap<Turn>()
    private var nextOrder: UInt32 = 0
    private var nextBirth: Int64
    private var plan = Plan()
    private var isFinished = false

    /// - Throws: options that make no simulation.
    public init(_ options: SimulationOptions) throws(SimulationError) {
        try options.check()
        self.options = options
        planner = Planner(options)
        events = EventWriter(seed: options.seed)
        truths = TruthWriter(events: events)
        onboardings = Onboarding.all(options, planner.calendar)
        nextBirth = planner.calendar.birth(of: 0)
        postNotices()
    }

    /// Orders whose first event has been written, or is next, and whose last has not.
    public var ordersUnderWay: Int { underWay.count }

    /// Appends whole NDJSON lines to both buffers.
    ///
    /// - Parameter bytes: how many bytes of events to append at least, unless the stream ends.
    /// - Returns: false when nothing was left to append; the truth's last line is its summary.
    public mutating func write(
        events stream: inout [UInt8], truth: inout [UInt8], atLeast bytes: Int = 1 << 18
    ) -> Bool {
        guard !isFinished else { return false }
        let enough = stream.count + max(1, bytes)
        while stream.count < enough {
            guard writeNext(to: &stream, truth: &truth) else {
                tellSurroundings(to: &truth)
                truths.write(summary, seed: options.seed, to: &truth)
                isFinished = true
                break
            }
        }
        return true
    }

    /// Writes what arrives next. False when everything has arrived.
    private mutating func writeNext(to stream: inout [UInt8], truth: inout [UInt8]) -> Bool {
        // An order's first event never arrives before its birth, so nothing can arrive before the next birth.
        while nextOrder < options.orders,
            nextBirth <= min(underWay.least?.arrival ?? .max, mailbox.nextArrival ?? .max)
        {
            admit()
        }
        if let letter = mailbox.nextArrival, letter <= underWay.least?.arrival ?? .max {
            deliverLetter(to: &stream, truth: &truth)
            return true
        }
        guard let turn = underWay.least else { return false }
        planner.plan(turn.order, into: &plan)
        let place = Int(turn.place)
        if plan.counts(at: place), accepted[plan.seller] < Tariff.couponOrders {
            accepted[plan.seller] += 1
            ordinals[plan.order] = UInt8(accepted[plan.seller])
        }
        write(place, of: plan, to: &stream, truth: &truth)
        if place + 1 < plan.steps.count {
            underWay.replaceLeast(
                with: Turn(arrival: plan.steps[place + 1].arrival, order: turn.order, place: turn.place + 1))
        } else {
            underWay.removeLeast()
            tell(to: &truth)
        }
        return true
    }

    /// Nothing more is said of the order: how it must stand is known to the fen.
    private mutating func tell(to truth: inout [UInt8]) {
        let ordinal = ordinals.removeValue(forKey: plan.order).map(Int.init)
        let kinds = plan.expected.openKinds
        guard options.tellsAllOrders || plan.scenario != nil || !kinds.isEmpty else { return }
        truths.write(plan, ordinal: ordinal, to: &truth)
    }

    /// What is told of no order.
    private mutating func tellSurroundings(to truth: inout [UInt8]) {
        for (seller, request) in planner.requests.enumerated() {
            if let request { truths.write(request, of: seller, to: &truth) }
        }
        for pair in onboardings {
            truths.write(pair, to: &truth)
            summary.count(pair)
        }
        if let day = planner.calendar.badDay, options.rates.badDay > 0 {
            truths.writeBadDay(day, to: &truth)
        }
    }

    /// Takes in the next order that is placed.
    private mutating func admit() {
        planner.plan(nextOrder, into: &plan)
        if let first = plan.steps.first {
            underWay.insert(Turn(arrival: first.arrival, order: nextOrder, place: 0))
        }
        summary.count(plan)
        nextOrder += 1
        if nextOrder < options.orders { nextBirth = planner.calendar.birth(of: nextOrder) }
    }
}

/// The next event of an order under way.
private struct Turn: Comparable {
    let arrival: Int64
    let order: UInt32
    /// Of the step in the order's plan.
    let place: UInt32

    static func < (one: Self, other: Self) -> Bool {
        one.arrival == other.arrival ? one.order < other.order : one.arrival < other.arrival
    }
}
