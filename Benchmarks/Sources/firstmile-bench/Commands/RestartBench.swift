import ArgumentParser
import Decisions
import EventLog
import Foundation
import Intake
import Rulebook
import Vocabulary
import Wire

/// `firstmile-bench restart`
struct RestartBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "A start by folding the whole log, and one from a checkpoint; what open orders take.",
        discussion: """
            The log is made directly: facts of orders with all their decisions, the last orders left open. Then a process
            opens it without a checkpoint, asks for events recorded before, and writes a checkpoint; another one opens it
            with that. Both must answer `duplicate` with the first position, and `conflict` for other content.
            """)

    @Option(help: "Orders in the log; each has three or four facts and three decisions.")
    var orders = 1_000_000
    @Option(help: "Orders that are never delivered.")
    var open = 100_000
    @Option(help: "Events asked for again.")
    var asked = 100_000
    @OptionGroup var place: Place

    func run() throws {
        let directory = try place.fresh()
        defer { place.remove(directory) }
        let lives = OrderLives(orders: orders, open: open)
        let start = ContinuousClock.now
        let (facts, records) = try make(lives, in: "\(directory)/log")
        show(
            "\(grouped(Double(records))) records, \(grouped(Double(facts))) of them facts, of "
                + "\(grouped(Double(orders))) orders, made in \(seconds(since: start)) s")
        for what in ["folding the log", "from the checkpoint", "from the checkpoint, again"] {
            show("\n\(what):")
            let process = Process()
            process.executableURL = Place.ownExecutable
            process.arguments = [
                "opened-log", "--data", directory, "--orders", "\(orders)", "--open", "\(open)", "--asked",
                "\(asked)",
            ]
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw BenchError("the other process failed") }
        }
    }

    /// Facts and decisions as the write path records them, without its index and its checkpoints.
    private func make(_ lives: OrderLives, in directory: String) throws -> (facts: Int, records: UInt64) {
        let rules = RulebookFile.shipped.rules
        let gate = Gate(
            rules: rules, phones: PhoneLibrary(destinations: rules.mandate.countries.map(\.country)),
            goods: try GoodsLibrary(rules: rules))
        let log = try EventLog.open(directory: directory)
        var maker = LogMaker(log: log, gate: gate)
        var facts = 0
        for binding in lives.bindings() {
            try maker.take(binding.payload, id: binding.id, time: binding.time, at: binding.time, lives)
            facts += 1
        }
        for step in 0..<lives.orders {
            for (order, kind) in lives.facts(step) {
                try maker.take(
                    lives.payload(order, kind), id: lives.id(order, kind), time: lives.time(step),
                    at: lives.time(step), lives)
                facts += 1
            }
        }
        log.close()
        return (facts, log.next)
    }
}

/// Records facts and what follows from them.
private struct LogMaker: ~Copyable {
    let log: EventLog
    let gate: Gate
    private var state = GateState()
    private var decisions: [Decision] = []
    private var record: [UInt8] = []
    private let encoder = RecordEncoder()

    init(log: EventLog, gate: consuming Gate) {
        self.log = log
        self.gate = gate
    }

    mutating func take(_ payload: Payload, id: String, time: Instant, at now: Instant, _ lives: OrderLives)
        throws
    {
        let recordedAt = Instant(nanoseconds: log.recordedTime(now: now.nanoseconds))
        lives.record(payload, id: id, time: time, into: &record)
        let fact = Recorded(
            position: Position(append()), recordedAt: recordedAt, origin: .fact, cause: nil,
            event: Event(time: time, payload: payload))
        state.evolve(with: fact)
        gate.decide(after: fact, given: state, into: &decisions)
        for decision in decisions {
            record.removeAll(keepingCapacity: true)
            let position = log.next
            encoder.encode(
                decision.payload, id: String(position), time: decision.time, origin: .decision,
                cause: decision.cause, into: &record)
            _ = append()
            state.evolve(
                with: Recorded(
                    position: Position(position), recordedAt: recordedAt, origin: .decision,
                    cause: decision.cause, event: Event(time: decision.time, payload: decision.payload)))
        }
        decisions.removeAll(keepingCapacity: true)
        if let order = payload.orderID { gate.arm(order, in: &state, at: recordedAt) }
        while state.takeFinished(keeping: 10_000) != nil {}
        log.commitIfIdle()
        if log.fillingBytes > 8 << 20 { _ = log.waitForRecords(beyond: log.durable, atMost: .seconds(10)) }
        if let failure = log.failure { throw failure }
    }

    private func append() -> UInt64 { unsafe record.withUnsafeBytes { unsafe log.append($0) } }
}

/// `firstmile-bench opened-log`: one start in a process of its own.
struct OpenedLog: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opened-log", abstract: "Used by the others: one start on a log.", shouldDisplay: false)

    @Option var data: String
    @Option var orders: Int
    @Option var open: Int
    @Option var asked: Int

    func run() throws {
        try FileManager.default.createDirectory(atPath: "\(data)/state", withIntermediateDirectories: true)
        let before = ProcessSample(of: getpid())
        let begun = ContinuousClock.now
        let rules = RulebookFile.shipped.rules
        let log = try EventLog.open(directory: "\(data)/log")
        let path = try WritePath(
            log: log, reader: LogReader(directory: "\(data)/log"), rules: rules,
            phones: PhoneLibrary(destinations: rules.mandate.countries.map(\.country)),
            state: "\(data)/state")
        let took = seconds(since: begun)
        let sample = ProcessSample(of: getpid())
        show(
            "  ready in \(took) s (CPU \(number(sample.cpuSeconds - before.cpuSeconds, 2)) s), \(path.start); "
                + "load average \(loadAverage)")
        show(
            "  \(grouped(Double(path.openOrders))) open orders, "
                + "\(number(Double(path.orderBytes) / Double(max(1, path.openOrders)), 0)) bytes each; "
                + "RssAnon \(number(sample.rssAnon, 0)) MiB, RSS \(number(sample.rss, 0)) MiB, "
                + "peak \(number(sample.peak, 0)) MiB")
        try ask(path, log)
        path.onCheckpoint = { show("  checkpoint: \($0)") }
        let writing = ContinuousClock.now
        try path.finishCheckpoints { SystemClock().now() }
        show("  orderly end in \(seconds(since: writing)) s")
        log.close()
    }

    /// Says events again, every one of them recorded before.
    private func ask(_ path: WritePath, _ log: EventLog) throws {
        let lives = OrderLives(orders: orders, open: open)
        var again: [(bytes: [UInt8], event: DecodedEvent)] = []
        for changed in [false, true] {
            let decoder = EventDecoder()
            again.removeAll()
            for number in 0..<asked {
                let order = Int(UInt64(number) &* 0x9E37_79B9_7F4A_7C15 % UInt64(orders - open))
                let kind = OrderLives.Kind.allCases[number % OrderLives.Kind.allCases.count]
                let step = kind == .delivered ? order + open : order
                var record: [UInt8] = []
                lives.record(
                    try lives.payload(order, kind, changed: changed), id: lives.id(order, kind),
                    time: lives.time(step), into: &record)
                var bytes: [UInt8] = []
                RecordEncoder.batch(of: [record], into: &bytes)
                var batch = DecodedBatch()
                unsafe bytes.withUnsafeBytes { unsafe decoder.decode($0, as: .protobuf, into: &batch) }
                guard case .event(let event)? = batch.items.first else {
                    throw BenchError("an event cannot be read: \(batch.items)")
                }
                again.append((Array(batch.bytes[event.record]), event))
            }
            let begun = ContinuousClock.now
            var right = 0
            for (bytes, event) in again {
                let now = Instant(nanoseconds: log.recordedTime(now: 0))
                let outcome = try unsafe bytes.withUnsafeBytes {
                    try unsafe path.take(event, bytes: $0, at: now)
                }
                switch outcome {
                case .duplicate where !changed: right += 1
                case .refused(let refusal) where changed && refusal.code == .conflict: right += 1
                default: throw BenchError("\(event.event) was answered \(outcome)")
                }
            }
            let took = begun.duration(to: .now) / .seconds(1)
            show(
                "  \(grouped(Double(right))) of \(grouped(Double(asked))) "
                    + (changed ? "with other content refused as conflicts" : "answered as duplicates")
                    + ", \(grouped(Double(asked) / took)) /s")
        }
    }

    private var loadAverage: String {
        let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        return String(text.split(separator: " ").first ?? "unknown")
    }
}

private func seconds(since start: ContinuousClock.Instant) -> String {
    number(start.duration(to: .now) / .seconds(1), 2)
}
