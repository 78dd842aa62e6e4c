import EventLog
import Intake
import Vocabulary

/// The daemon's write path on the simulated machine: the real one, but for the socket and the threads.
final class Daemon {
    let log: EventLog
    private let path: WritePath
    private var loop: IntakeLoop

    init(_ disk: SimulatedDisk, _ clock: SimulatedClock, _ plan: Plan, _ parts: SharedParts) throws {
        var options = LogOptions()
        options.worksInSteps = true
        options.frameBytes = 4096
        options.segmentBytes = plan.segmentBytes
        options.preparedBytes = plan.preparedBytes
        log = try EventLog.open(disk, options: options)
        path = try WritePath(
            log: log, reader: LogReader(disk), rules: parts.rules, phones: parts.phones, goods: parts.goods,
            cold: try ColdStore(
                in: parts.scratch + "/daemon", eventEntries: plan.eventEntries,
                orderEntries: plan.orderEntries),
            finishedOrdersKept: plan.finishedOrdersKept, idleAfter: plan.idleAfter)
        loop = IntakeLoop(path, log: log, clock: clock, version: "simulated")
    }

    /// One round of the intake's loop; true when it has ended, as it was asked to.
    func round(at port: SimulatedPort, stopping: Bool) throws -> Bool {
        loop.tellTime()
        return try loop.round(at: port, reading: !stopping && loop.hasRoom, stopping: stopping)
    }

    var nextAlarm: Instant? { path.nextAlarm }
}
