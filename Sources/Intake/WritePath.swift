import Decisions
import EventLog
import Index
import Measures
import Rulebook
public import Vocabulary
public import Wire

/// The write path without its socket: decoded events go in, records and outcomes come out.
///
/// One thread owns it. It does nothing by itself and asks no clock, so a simulator can drive it step by step.
public final class WritePath {
    let log: EventLog
    let reader: LogReader
    private(set) var gate: Gate
    var current: RulesInForce
    /// The facts that let a rulebook judge, ascending.
    var activations: [UInt64] = []
    let cold: ColdStore
    var state: GateState
    var checkpoints: Checkpoints?
    /// How the state came about.
    public let start: WritePathStart
    /// What was recorded since it was opened.
    public internal(set) var figures = WriteFigures()
    /// Told what became of each checkpoint, on the intake's thread.
    public var onCheckpoint: (CheckpointReport) -> Void = { _ in }
    private var recent = RecentRecords()
    private var decisions: [Decision] = []
    private let encoder = RecordEncoder()
    private var record: [UInt8] = []

    private let finishedOrdersKept: Int
    private let idleAfter: Interval
    /// Keeps the compiler from leaving out what ``prepare(_:)`` reads.
    private var touched: UInt64 = 0

    /// With parts that took a while to make and may serve more than one.
    ///
    /// - Parameters:
    ///   - point: what the fold begins with.
    ///   - checkpoints: nil: none are written.
    init(
        log: EventLog, reader: LogReader, rules: Rulebook, phones: any PhoneChecking,
        goods: any GoodsSearching, from point: consuming StartingPoint, checkpoints: Checkpoints?,
        finishedOrdersKept: Int, idleAfter: Interval,
        progress: (UInt64) -> Void = { _ in }
    ) throws {
        self.log = log
        self.reader = reader
        self.finishedOrdersKept = finishedOrdersKept
        self.idleAfter = idleAfter
        gate = Gate(rules: rules, phones: phones, goods: goods)
        current = RulesInForce(of: gate, at: Instant(nanoseconds: 0))
        cold = point.cold
        start = point.start
        self.checkpoints = checkpoints
        let (from, activations) = (point.position, point.rulebooks)
        state = point.state
        do {
            for position in activations { try activate(at: position) }
            try fold(from: from, upTo: log.next, progress)
        } catch let error as IndexError {
            discardCheckpoint()
            throw error
        }
    }

    /// Whether the log says by what it is judged.
    public var namesRulebook: Bool { !activations.isEmpty }

    /// Orders in memory.
    public var openOrders: Int { state.openOrders }
    /// Bytes that they take, with their table.
    public var orderBytes: Int { state.orderBytes }

    /// When the clock next has something to say.
    public var nextAlarm: Instant? { gate.nextAlarm(in: state) }

    /// Brings into the processor's caches what ``take(_:bytes:at:)`` will look for. Asked for together, the events of
    /// a request wait for memory once and not one by one.
    public func prepare(_ items: [DecodedItem]) {
        var sum: UInt64 = 0
        for item in items {
            guard case .event(let event) = item else { continue }
            sum ^= cold.touch(event: event.identity)
        }
        touched = sum
    }

    /// Records one event and what follows from it, or says why not.
    ///
    /// - Parameters:
    ///   - bytes: its canonical bytes.
    ///   - now: the filling frame's time (``EventLog/recordedTime(now:)``).
    public func take(
        _ event: DecodedEvent, bytes: UnsafeRawBufferPointer, at now: Instant
    ) throws -> Outcome {
        if let earlier = try unsafe earlier(event, bytes) { return earlier }
        current.advance(to: now, in: gate)
        if !event.event.payload.mayLieAhead, current.rules.clock.isTooFarAhead(event.event.time, now: now) {
            return .refused(
                Refusal(
                    .timeInFuture, field: "time",
                    reason:
                        "it lies \((event.event.time - now).milliseconds / 1000) s ahead of the daemon's clock",
                    fix: "send the time at which it happened, and check the publisher's clock"))
        }
        var activated: Rulebook?
        if case .rulebookActivated(let it) = event.event.payload {
            switch it.read() {
            case .success(let rules): activated = rules
            case .failure(let refusal): return .refused(refusal)
            }
        }
        // What can fail comes first: a fact must not lie in the log without what follows from it.
        let position = log.next
        try bringBack(event.event.payload)
        try cold.remember(event: event.identity, at: position)
        unsafe log.append(bytes)
        figures.facts.add(event.event.payload.type.index)
        unsafe recent.add(bytes, at: position, durable: log.durable)
        var recorded = Recorded(
            position: Position(position), recordedAt: now, origin: .fact, cause: nil, event: event.event)
        let order = event.event.payload.movesOrder ? event.event.payload.orderID : nil
        recorded.trustsClock = unsafe trustsClock(of: bytes)
        if let activated { activate(activated, by: position, at: now) }
        state.evolve(with: recorded)
        gate.decide(after: recorded, given: state, into: &decisions)
        let verdict = try settle(order, at: now)
        return .recorded(position, verdict)
    }

    /// Says what follows from time having passed. Records at most `limit` orders' worth, so that the
    /// deadlines of a day without a daemon do not stall the publishers of the next.
    package func tick(at now: Instant, limit: Int) throws {
        for _ in 0..<limit {
            guard let order = gate.due(at: now, in: &state, into: &decisions) else { return }
            _ = try settle(order, at: now)
        }
    }

    /// Records a fact of the daemon's own.
    func record(_ payload: Payload, time: Instant, at now: Instant) throws {
        let position = log.next
        figures.facts.add(payload.type.index)
        write(payload, time: time, .fact, cause: nil, at: position)
        try unsafe record.withUnsafeBytes {
            try cold.remember(event: unsafe RecordDecoder.digest(of: $0), at: position)
            _ = unsafe log.append($0)
        }
        state.evolve(
            with: Recorded(
                position: Position(position), recordedAt: now, origin: .fact, cause: nil,
                event: Event(time: time, payload: payload)))
    }

    func activate(_ rules: Rulebook, by position: UInt64, at now: Instant) {
        // What it was opened under gives way to the first that the log names.
        if namesRulebook { gate.activate(rules) } else { gate.judge(byOnly: rules) }
        activations.append(position)
        current = RulesInForce(of: gate, at: now)
    }

    /// The position is the id: the same log gives the same ids.
    private func write(
        _ payload: Payload, time: Instant, _ origin: Origin, cause: Position?, at position: UInt64
    ) {
        record.removeAll(keepingCapacity: true)
        encoder.encode(
            payload, id: String(position), time: time, origin: origin, cause: cause, into: &record)
    }

    /// Records the decisions, folds them in, and sets the order's clock. Gives back the last verdict.
    private func settle(_ order: OrderID?, at now: Instant) throws -> Validated? {
        var verdict: Validated?
        for decision in decisions {
            let position = log.next
            write(
                decision.payload, time: decision.time, .decision, cause: decision.cause, at: position)
            _ = unsafe record.withUnsafeBytes { unsafe log.append($0) }
            let recorded = Recorded(
                position: Position(position), recordedAt: now, origin: .decision, cause: decision.cause,
                event: Event(time: decision.time, payload: decision.payload))
            state.evolve(with: recorded)
            figures.count(decision.payload)
            if case .validated(let it) = decision.payload { verdict = it }
        }
        if let order { gate.arm(order, in: &state, at: now) }
        for decision in decisions {
            // A binding can free many orders; each has its clock.
            if let other = decision.payload.orderID, other != order { gate.arm(other, in: &state, at: now) }
        }
        decisions.removeAll(keepingCapacity: true)
        try sendAway(at: now)
        return verdict
    }

    // MARK: What left memory

    func sendAway(at now: Instant) throws {
        state.dropAdoptedClaims()
        while let order = state.takeFinished(keeping: finishedOrdersKept) { try cold.put(order) }
        if let order = state.takeIdle(since: now - idleAfter) { try cold.put(order) }
    }

    /// Brings into memory whatever the gate will look at for this event.
    func bringBack(_ payload: Payload) throws {
        switch payload {
        case .providerBound(let it):
            try cold.restoreOrders(
                awaiting: GateState.digest(ofBinding: it.sellerID, it.provider), into: &state)
        case .providerCertified(let it):
            try cold.restoreOrders(awaiting: GateState.digest(ofCertification: it.provider), into: &state)
        default: break
        }
        for order in state.ordersWaiting(for: payload) {
            try bringBackHolders(of: state.numbersInQuestion(of: order))
        }
        try bringBackConcerned(by: payload)
        guard payload.movesOrder, let order = payload.orderID else { return }
        if !state.holds(order) { try cold.restore(order, into: &state) }
        try bringBackHolders(of: state.numbersInQuestion(of: order))
        switch payload {
        case .numberUploaded(let it): try bringBackHolder(of: it.trackingNumber, it.provider)
        case .numberVoided(let it): try bringBackHolder(of: it.trackingNumber, it.provider)
        default: break
        }
    }

    private func bringBackHolder(of number: TrackingNumber, _ provider: ProviderID) throws {
        if state.knowsHolder(of: number, provider) { return }
        try bringBackHolders(of: [GateState.digest(of: number, provider)])
    }

    /// An answer names its request and perhaps no order, so the order is found by the request.
    private func bringBackConcerned(by payload: Payload) throws {
        let request: Token
        switch payload {
        case .exemptionRequested(let it): request = it.requestID
        case .exemptionDecided(let it): request = it.requestID
        default: return
        }
        // Also when it is known: one request may have been made for several orders, some of them in memory.
        try cold.restoreOrders(awaiting: GateState.digest(ofRequest: request), into: &state)
        for order in state.ordersConcerned(by: payload) {
            try bringBackHolders(of: state.numbersInQuestion(of: order))
        }
    }

    private func bringBackHolders(of numbers: [UInt64]) throws {
        for number in numbers { try cold.adoptHolders(of: number, into: &state) }
    }

    // MARK: What was seen before

    /// Nil for an event never seen. Candidates with the same digest are read and compared, so the answer is exact.
    private func earlier(_ event: DecodedEvent, _ bytes: UnsafeRawBufferPointer) throws -> Outcome? {
        var candidates: [UInt64] = []
        try cold.recorded(event.identity) { position in
            candidates.append(position)
            return true
        }
        // What an earlier process had taken in and not made durable is in no log.
        for position in candidates where position < log.next {
            var outcome: Outcome?
            let compare = { (seen: UnsafeRawBufferPointer) in
                if unsafe seen.elementsEqual(bytes) {
                    outcome = .duplicate(position)
                } else if unsafe RecordDecoder.haveSameIdentity(seen, bytes) {
                    outcome = .refused(
                        Refusal(
                            .conflict, field: "id",
                            reason:
                                "the same source and id were recorded at position \(position) with other content",
                            fix: "give every event an id of its own; to correct an event, send a new one"))
                }
            }
            if unsafe !recent.withRecord(at: position, { unsafe compare($0) }), position < log.durable {
                _ = try unsafe reader.read(from: position, limit: position + 1) { _, _, seen in
                    unsafe compare(seen)
                }
            }
            if let outcome { return outcome }
        }
        return nil
    }

    func trustsClock(of record: UnsafeRawBufferPointer) -> Bool {
        guard let places = try? unsafe RecordDecoder.identity(of: record) else { return false }
        return unsafe current.isTrusted(UnsafeRawBufferPointer(rebasing: record[places.source]))
    }
}
