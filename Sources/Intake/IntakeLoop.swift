package import EventLog
package import Quarantine
package import Vocabulary

/// The intake's loop without its socket and without waiting: whoever owns it says when a round begins.
package struct IntakeLoop: ~Copyable {
    let path: WritePath
    let log: EventLog
    private let clock: any Clock
    var handler: RequestHandler

    package init(
        _ path: WritePath, log: EventLog, clock: any Clock, version: String, quarantine: Quarantine? = nil,
        credit: IntakeCredit = IntakeCredit()
    ) {
        self.path = path
        self.log = log
        self.clock = clock
        handler = RequestHandler(path: path, version: version, quarantine: quarantine, credit: credit)
    }

    /// The time that what is recorded now gets.
    package static func recordedTime(_ log: EventLog, _ clock: any Clock) -> Instant {
        Instant(nanoseconds: log.recordedTime(now: clock.now().nanoseconds))
    }

    /// Who publishes.
    var doors: Doors { handler.doors }

    /// Tells the doors what time it is, in milliseconds by the machine's clock. Before each round.
    @discardableResult
    package func tellTime() -> Int64 {
        let now = clock.now().nanoseconds / 1_000_000
        handler.doors.now = now
        return now
    }

    /// Whether more may be read.
    package var hasRoom: Bool { handler.hasRoom }

    /// One round: take what waits, let the clock speak, hand the frame to the disk when it is free, answer what is
    /// durable.
    ///
    /// - Returns: whether all is done, which it is only when `stopping`.
    /// - Throws: ``LogError`` when the log failed; what was acknowledged is on disk, nothing else was promised.
    package mutating func round<Port: MessagePort & ~Copyable>(
        at port: borrowing Port, reading: Bool, stopping: Bool
    ) throws -> Bool {
        if let failure = log.failure { throw failure }
        if reading { try handler.receive(from: port, at: { Self.recordedTime(log, clock) }) }
        if !stopping, isDue { try path.tick(at: Self.recordedTime(log, clock), limit: 1000) }
        log.commitIfIdle()
        try path.checkpointIfDue(at: clock.now())
        try handler.answer(upTo: log.durable, through: port)
        // What waits for room on a full disk was promised to nobody.
        return stopping && (log.refusal != nil || (handler.isEmpty && log.durable == log.next))
    }

    /// Whether the clock has something to say that can be recorded: by the log's time, which goes on where it was
    /// when the machine's was set back, and not while the disk is full or slow, as it would pile up in memory.
    private var isDue: Bool {
        guard let alarm = path.nextAlarm, alarm <= Self.recordedTime(log, clock) else { return false }
        return log.refusal == nil && log.fillingBytes < IntakeLimits.fillingBytes
    }

    /// Milliseconds until there is something to do: none while somebody waits for his turn, at most a tenth of a second
    /// otherwise; a full disk is looked at again as often.
    func patience(reading: Bool) -> Int {
        if isDue || (reading && handler.hasWaiting) { return 0 }
        guard log.refusal == nil, let alarm = path.nextAlarm else { return 100 }
        return Int(max(1, min(100, (alarm - clock.now()).milliseconds + 1)))
    }
}
