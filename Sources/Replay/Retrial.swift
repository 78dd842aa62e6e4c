import Decisions
public import EventLog
import Intake
public import Rulebook
import Vocabulary
import Wire

/// Makes the decisions of a log again from its facts, in memory: nothing is written, sent or changed.
///
/// The log's own decisions are read beside it, so that every order's outcome is known as it was and as it would be. The
/// clock rings when it would have rung in a daemon that is never late. Belongs to one thread.
public final class Retrial {
    private let reader: LogReader
    private let end: UInt64
    /// By what it decides again.
    public let judging: Judging
    private let edits: Edits
    private var gate: Gate
    private var state = GateState()
    private var outcomes = OutcomeTable()
    private var decisions: [Decision] = []
    private var namesRulebook = false
    /// By what the log's own decisions were made.
    private var recorded: Timetable<Rulebook>
    private var present = Instant(nanoseconds: 0)
    /// Where in the log it is.
    public private(set) var position: UInt64 = 0

    /// Facts that were judged again.
    public private(set) var facts: UInt64 = 0
    /// It goes on to no more orders than these; nil: to all.
    var mostOrders: Int?
    /// Takes every fact and decision of the new course of things, in order; nil: nobody wants them.
    var onRecord: ((Recorded) -> Void)?

    /// - Parameters:
    ///   - end: the records before this position are replayed; nil: all.
    ///   - rules: what judges while the log names no rulebook.
    public init(
        of reader: LogReader, before end: UInt64? = nil, judging: Judging, edits: Edits = Edits(),
        rules: Rulebook
    ) throws {
        self.reader = reader
        self.end = min(try reader.end(), end ?? .max)
        self.judging = judging
        self.edits = edits
        let files: [RulebookFile] =
            switch judging {
            case .byLog: []
            case .byOnly(let files), .byLogAnd(let files): files
            }
        recorded = Timetable(first: rules, from: rules.effectiveFrom)
        let first: Rulebook
        if case .byOnly = judging, let file = files.first { first = file.rules } else { first = rules }
        let countries = files.flatMap { $0.rules.mandate.countries } + rules.mandate.countries
        gate = Gate(
            rules: first, phones: PhoneLibrary(destinations: countries.map(\.country)),
            goods: try GoodsLibrary(rules: first))
        if case .byOnly = judging {
            for file in files.dropFirst() { gate.activate(file.rules) }
        }
    }

    /// One past the last record that is replayed.
    public var length: UInt64 { end }

    /// Those that judge, by the beginning of their force.
    public var rulebooks: [Rulebook] { gate.rulebooks }

    /// Every order of the log, in the order in which the log first names them.
    public var orders: [OrderOutcomes] { outcomes.orders }

    /// Goes on through about so many bytes of the log; gives the position reached, which is ``length`` at the end.
    @discardableResult
    public func advance(maxBytes: Int = 8 << 20) throws -> UInt64 {
        guard position < end else { return end }
        position = try unsafe reader.read(from: position, limit: end, maxBytes: maxBytes) {
            at, time, bytes in
            try unsafe take(bytes, at: at, recordedAt: Instant(nanoseconds: time))
        }
        if let mostOrders, orders.count > mostOrders { throw ReplayError.tooManyOrders(most: mostOrders) }
        if position == end { ring(upTo: present + longerWait) }
        return position
    }

    /// A clock that waits longer for facts in flight than the log's own did would still be waiting at the log's end for
    /// what was decided there.
    private var longerWait: Interval {
        let longest = gate.rulebooks.map(\.clock.settle.nanoseconds).max() ?? 0
        return Interval(nanoseconds: max(0, longest - recorded[at: present].clock.settle.nanoseconds))
    }

    private func take(_ bytes: UnsafeRawBufferPointer, at position: UInt64, recordedAt: Instant) throws {
        let recorded: Recorded
        do {
            recorded = try unsafe RecordDecoder.decode(
                bytes, position: Position(position), recordedAt: recordedAt)
        } catch {
            throw ReplayError.unreadable(position: position, reason: error.reason)
        }
        present = recordedAt
        ring(upTo: recordedAt)
        guard recorded.origin == .fact else {
            return outcomes.note(decision: recorded.event.payload, .before)
        }
        if case .rulebookActivated(let it) = recorded.event.payload {
            return try activate(it, recorded)
        }
        let type = recorded.event.payload.type
        let isKept = edits.isEmpty || !edits.leavesOut(recorded, type)
        outcomes.note(fact: recorded.event.payload, at: recorded.event.time, isKept: isKept)
        guard isKept else { return }
        var fact = recorded
        if let shift = edits.shifts[type] { fact.event.time = fact.event.time + shift }
        let sources = gate.sources(at: recordedAt)
        if !sources.trustsEverybody, let places = try? unsafe RecordDecoder.identity(of: bytes) {
            fact.trustsClock = unsafe sources.isTrusted(
                UnsafeRawBufferPointer(rebasing: bytes[places.source]))
        }
        judge(fact)
    }

    private func judge(_ fact: Recorded) {
        facts += 1
        state.evolve(with: fact)
        onRecord?(fact)
        gate.decide(after: fact, given: state, into: &decisions)
        let order = fact.event.payload.movesOrder ? fact.event.payload.orderID : nil
        settle(order, at: fact.recordedAt, after: fact.position)
    }

    /// Alarms that would have rung by then, each at its own time.
    private func ring(upTo now: Instant) {
        while let alarm = gate.nextAlarm(in: state), alarm <= now {
            // Nil: an alarm that was set anew since; the next one may still be due.
            guard let order = gate.due(at: alarm, in: &state, into: &decisions) else { continue }
            settle(order, at: alarm, after: Position(position))
        }
    }

    private func settle(_ order: OrderID?, at now: Instant, after position: Position) {
        for decision in decisions {
            let recorded = Recorded(
                position: position, recordedAt: now, origin: .decision, cause: decision.cause,
                event: Event(time: decision.time, payload: decision.payload))
            state.evolve(with: recorded)
            outcomes.note(decision: decision.payload, .after)
            onRecord?(recorded)
        }
        if let order { gate.arm(order, in: &state, at: now) }
        for decision in decisions {
            // A binding can free many orders; each has its clock.
            if let other = decision.payload.orderID, other != order { gate.arm(other, in: &state, at: now) }
        }
        decisions.removeAll(keepingCapacity: true)
    }

    private func activate(_ it: RulebookActivated, _ recorded: Recorded) throws {
        let file: RulebookFile
        do {
            file = try RulebookFile.parse(content: it.content, file: it.name)
        } catch {
            throw ReplayError.unreadable(position: recorded.position.rawValue, reason: "\(error)")
        }
        let isFirst = !namesRulebook
        namesRulebook = true
        if isFirst {
            self.recorded = Timetable(first: file.rules, from: file.rules.effectiveFrom)
        } else {
            self.recorded.add(file.rules, from: file.rules.effectiveFrom)
        }
        if case .byOnly = judging { return }
        if isFirst { gate.judge(byOnly: file.rules) } else { gate.activate(file.rules) }
        // The candidates were to be there all the time: one of the log that begins when they do gives way to them.
        if case .byLogAnd(let files) = judging { for file in files { gate.activate(file.rules) } }
        onRecord?(recorded)
    }
}
