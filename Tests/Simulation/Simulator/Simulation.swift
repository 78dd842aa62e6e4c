import EventLog
import Vocabulary
import Wire

/// One seed: a machine, its network and its publishers, and everything that happens to them.
package final class Simulation {
    let plan: Plan
    var dice: Dice
    let disk: SimulatedDisk
    let clock = SimulatedClock()
    let port: SimulatedPort
    var network: Network
    var publishers: [Publisher] = []
    var facts: FactMaker
    let ledger = Ledger()
    let check: LogCheck
    let parts: SharedParts
    var daemon: Daemon?
    var view: (any ViewCheck)?
    /// Positions below this one were said to be durable.
    var durable: UInt64 = 0
    private var factsLeft: Int
    private let tell: ((String) -> Void)?
    package private(set) var steps = 0
    package private(set) var restarts = 0
    package var records: Int { check.entries.count }
    package var acknowledgements: Int { ledger.acknowledgements }

    /// Plays a seed to its end.
    /// - Parameter tell: hears the story, step by step.
    /// - Throws: ``Violation`` for a promise that was not kept, or an error nobody should have met.
    package static func play(_ seed: UInt64, _ parts: SharedParts, tell: ((String) -> Void)? = nil) throws
        -> Simulation
    {
        let simulation = try Simulation(seed, parts, tell)
        do {
            try simulation.play()
        } catch {
            for line in simulation.check.story { simulation.trace(line) }
            throw error
        }
        return simulation
    }

    private init(_ seed: UInt64, _ parts: SharedParts, _ tell: ((String) -> Void)?) throws {
        dice = Dice(seed: seed)
        plan = Plan(&dice)
        self.tell = tell
        self.parts = parts
        disk = SimulatedDisk(plan, dice.fork())
        port = SimulatedPort(plan, dice.fork())
        network = Network(plan, dice.fork())
        facts = FactMaker(dice.fork(), staysFindable: plan.forgets)
        factsLeft = plan.facts
        check = LogCheck(ledger, try Oracle(parts, plan, scratch: parts.scratch + "/oracle"))
        var correlation: UInt64 = 0
        for number in 1...plan.publishers {
            publishers.append(
                Publisher(number, plan, dice.fork()) {
                    correlation += 1
                    return correlation
                })
        }
        if plan.view { view = try makeViewCheck(&dice, parts) }
        if let tell { disk.tell = tell }
        trace("\(plan)")
    }

    func trace(_ text: @autoclosure () -> String) {
        guard let tell else { return }
        tell(text())
    }

    private func play() throws {
        let length = plan.facts * 12
        while steps < length || (factsLeft > 0 && steps < 20 * length) { try step() }
        try calmDown()
        try view?.finish(on: disk)
    }

    private func step() throws {
        steps += 1
        clock.time = clock.time + .milliseconds(Int64(dice.below(400)))
        guard daemon != nil else { return try start() }
        if dice.chance(plan.crashes) { return try arm() }
        if dice.chance(plan.stops) { return try stop() }
        if dice.chance(plan.clockJumps) { jump() }
        if dice.chance(plan.fillsUp) { fill() }
        switch dice.below(12) {
        case 0, 1: say()
        case 2, 3: deliver()
        case 4, 5, 6: try round()
        case 7, 8: try work(.commit)
        case 9:
            if dice.chance(0.3) { try pack() } else { try work(dice.chance(0.3) ? .mark : .prepare) }
        case 10: hear()
        default: if plan.view, let daemon { try view?.step(daemon.log, on: disk, &dice) }
        }
    }

    // MARK: The publishers

    private func say() {
        let publisher = dice.pick(publishers)
        if dice.chance(plan.nonsense) {
            let (parts, request) = publisher.babble()
            ledger.note(request)
            return network.ask(parts)
        }
        if factsLeft > 0 {
            factsLeft -= 1
            publisher.learn(&facts, now: clock.time)
        }
        speak(publisher)
    }

    func speak(_ publisher: Publisher, mayRepeat: Bool = true) {
        guard let (parts, request) = publisher.speak(mayRepeat: mayRepeat) else { return }
        ledger.note(request)
        trace("\(request.correlation): \(request.sayings.map(\.name)) is said")
        network.ask(parts)
    }

    func deliver() {
        guard let parts = network.nextRequest() else { return }
        port.inbox.append(parts)
    }

    /// What a publisher hears, he does not say again of himself; ``Ledger`` knew it when it was sent.
    func hear() { _ = network.nextReply() }

    // MARK: The daemon

    func round(stopping: Bool = false) throws {
        guard let daemon else { return }
        let done: Bool
        do {
            done = try daemon.round(at: port, stopping: stopping)
        } catch { return try fail(error) }
        if disk.isOff { return try crash() }
        try send()
        guard done else { return }
        daemon.log.close()
        if disk.isOff { return try crash() }
        durable = max(durable, daemon.log.durable)
        trace("the daemon has ended")
        leave()
    }

    /// What the daemon has said goes on its way, and is a promise from now on.
    private func send() throws {
        let said = port.outbox
        port.outbox = []
        for parts in said {
            let answers = try ledger.check(parts)
            trace(
                "answered: \(answers.map { "\($0.0.name) \($0.1.status) \($0.1.position?.rawValue ?? 0)" })")
            network.answer(parts)
        }
    }

    func work(_ step: LogStep) throws {
        guard let daemon else { return }
        let did = daemon.log.step(step)
        durable = max(durable, daemon.log.durable)
        if did { trace("\(step): durable up to \(daemon.log.durable) of \(daemon.log.next)") }
        if disk.isOff { try crash() }
    }

    /// What the log's packing thread would do.
    func pack() throws {
        guard let daemon, plan.packs else { return }
        do throws(LogError) {
            if try daemon.log.packSealed() { trace("a sealed segment is packed") }
        } catch {
            guard case .diskFull = error else { return try fail(error) }
        }
        if disk.isOff { try crash() }
    }

    private func stop() throws {
        trace("the daemon is asked to end")
        for _ in 0..<100 where daemon != nil {
            try round(stopping: true)
            try work(.commit)
        }
        // What waits for room is promised to nobody.
        if daemon != nil { throw Violation("a daemon ends when it is asked to") }
    }

    func start() throws {
        if plan.damages > 0, dice.chance(0.2) {
            try DamageCheck(disk, check) { text in self.trace(text) }.damageSomething(&dice)
        }
        if plan.crashWithin > 0, dice.chance(plan.crashes * 3), !disk.isCalm {
            disk.operationsLeft = dice.below(plan.crashWithin)
        }
        do {
            let daemon = try Daemon(disk, clock, plan, parts)
            restarts += 1
            trace(
                "the daemon has started: \(daemon.log.next) records, cut: \(String(describing: daemon.log.cutTail))"
            )
            self.daemon = daemon
        } catch {
            trace("the daemon cannot start: \(error)")
            return try fail(error)
        }
        guard let daemon, !disk.isOff else { return try crash() }
        let (left, wasCalm) = (disk.operationsLeft, disk.isCalm)
        (disk.operationsLeft, disk.isCalm) = (nil, true)
        try check.check(disk, end: daemon.log.next, durable: durable)
        (disk.operationsLeft, disk.isCalm) = (left, wasCalm)
        durable = daemon.log.durable
    }

    /// The process ends by an error. Only such as were caused are allowed.
    private func fail(_ error: any Error) throws {
        if disk.isOff { return try crash() }
        trace("the daemon fails: \(error)")
        guard let error = error as? LogError else { throw error }
        switch error {
        case .syncFailed, .diskFull: break
        case .system(_, _, let errno) where errno == 5: break
        default: throw Violation("no fault looks like damage", "\(error)")
        }
        daemon?.log.close()
        if disk.isOff { return try crash() }
        leave()
        if case .diskFull = error { disk.room = .max }
        // What the system has in memory it still has.
        disk.restart(powerFailed: false)
    }

    func crash() throws {
        let isKill = dice.chance(plan.isKill)
        trace(isKill ? "the process is killed" : "the power fails")
        leave()
        disk.restart(powerFailed: !isKill)
        try view?.crash(keepsAll: isKill, &dice)
    }

    private func leave() {
        // Before the disk is there again: a process that is gone writes nothing.
        daemon = nil
        view?.stop()
        port.inbox = []
        port.outbox = []
        network.disconnect()
    }

    // MARK: What happens to the machine

    /// Sets the moment of a crash: now, or at one of the next operations of the disk.
    private func arm() throws {
        guard plan.crashWithin > 0 else {
            disk.turnOff()
            return try crash()
        }
        if disk.operationsLeft == nil { disk.operationsLeft = dice.below(plan.crashWithin) }
    }

    private func jump() {
        var amount = Interval.minutes(Int64(dice.within(1...600)))
        if dice.chance(0.3) { amount = .hours(Int64(dice.within(10...200))) }
        if plan.goesBack, dice.chance(0.4) { amount = .minutes(-Int64(dice.within(1...600))) }
        if let alarm = daemon?.nextAlarm, alarm > clock.time, dice.chance(0.5) {
            clock.time = alarm
        } else {
            clock.time = clock.time + amount
        }
        trace("the clock shows \(clock.time)")
    }

    private func fill() {
        disk.room = disk.room == .max ? plan.roomBytes : .max
        trace("the disk has room for \(disk.room) bytes")
    }
}
