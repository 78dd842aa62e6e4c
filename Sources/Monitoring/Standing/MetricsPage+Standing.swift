import EventLog
import Intake
import Measures
import Quarantine
import Views
import Vocabulary
import Wire

extension MetricsPage {
    /// Everything that the daemon's own parts count.
    public init(_ standing: Standing) {
        self.init()
        add(.buildInfo, [([standing.version], 1)])
        add(.ready, Health(standing).ready)
        addLog(standing)
        addIntake(standing)
        addDecisions(standing)
        addQuarantine(standing)
        addViews(standing)
        if let feed = standing.feed { addFeed(feed, end: standing.durable) }
        addProcess(standing.process)
    }

    private mutating func addLog(_ standing: Standing) {
        let log = standing.log
        add(.logNextPosition, max(standing.intake.next, standing.durable))
        add(.logDurablePosition, standing.durable)
        add(.logFailed, standing.logFailure != nil)
        add(.logFull, standing.logFailure == nil && standing.logRefusal != nil)
        add(.logRecords, log.records)
        add(.logBytes, log.bytes)
        add(.logSegments, log.segments)
        add(.logCommitSeconds, [([], log.commitTimes)], scale: 1e9)
        add(.logSyncSeconds, [([], log.syncTimes)], scale: 1e9)
        add(.logCommitRecords, [([], log.frameRecords)])
        add(.diskSize, standing.disk.sizeBytes)
        add(.diskFree, standing.disk.freeBytes)
        add(.diskUsed, standing.disk.used.map { ([$0.part], $0.bytes) })
        let written = standing.intake.recorded
        add(
            .checkpoints,
            [(["written"], written.checkpoints), (["failed"], written.checkpointFailures)])
        add(.checkpointPosition, written.checkpointPosition)
        add(.checkpointBytes, written.checkpointBytes)
    }

    private mutating func addIntake(_ standing: Standing) {
        let intake = standing.intake
        add(.intakeListening, intake.isListening)
        add(
            .intakeEvents,
            EventType.allCases.filter(\.canBeFact).map {
                ([$0.rawValue], intake.recorded.facts[$0.index])
            })
        add(.intakeDuplicates, intake.duplicates)
        add(
            .intakeRefusals,
            RefusalCode.allCases.enumerated().map { ([$1.rawValue], intake.refusals[$0]) })
        add(.intakeRequests, intake.requests)
        add(.intakeRequestBytes, intake.requestBytes)
        add(.intakeRequestEvents, [([], intake.requestEvents)])
        add(.intakeReplySeconds, [([], intake.replyTimes)], scale: 1e9)
        add(.intakeProblems, intake.problems.sorted { $0.key < $1.key }.map { ([$0.key], $0.value) })
        add(.intakeHangUps, intake.hangUps)
        add(.intakeRepliesDropped, intake.repliesDropped)
        add(.intakeConnections, intake.connections)
        add(.intakeBusyConnections, intake.busyConnections)
        add(.intakeQueueRequests, intake.parkedRequests)
        add(.intakeQueueBytes, intake.parkedBytes)
        add(.intakeFillingBytes, intake.fillingBytes)
        add(.intakeReplyBytes, intake.waitingReplyBytes)
        add(.openOrders, intake.openOrders)
        add(.orderBytes, intake.orderBytes)
        let late = intake.nextAlarm.map { standing.now.nanoseconds - $0 } ?? 0
        add(.overdue, max(0, Double(late) / 1e9))
    }

    private mutating func addDecisions(_ standing: Standing) {
        let recorded = standing.intake.recorded
        add(
            .decisions,
            EventType.allCases.filter { recorded.decisions[$0.index] > 0 || !$0.canBeFact }.map {
                ([$0.rawValue], recorded.decisions[$0.index])
            })
        add(.verdicts, Verdict.allCases.enumerated().map { ([$1.rawValue], recorded.verdicts[$0]) })
        add(
            .findings,
            FindingCode.allCases.flatMap { code in
                let number = Int(code.number)
                let blocking = recorded.blockingFindings[number]
                return [
                    ([code.rawValue, Severity.blocking.rawValue], blocking),
                    ([code.rawValue, Severity.warning.rawValue], recorded.findings[number] - blocking),
                ]
            })
        if let open = standing.openDeadlines {
            add(.deadlinesOpen, zip(Standing.deadlineSpans, open).map { ([$0.name], $1) })
        }
        add(.deadlinesMissed, recorded.decisions[EventType.deadlineMissed.index])
        add(.deadlinesWithdrawn, recorded.decisions[EventType.deadlineWithdrawn.index])
    }

    private mutating func addQuarantine(_ standing: Standing) {
        add(.quarantineBytes, standing.quarantine.bytes)
        add(.quarantineLimit, standing.quarantine.limitBytes)
        add(.quarantineKept, standing.quarantine.kept)
        add(.quarantineDropped, standing.quarantine.dropped)
        add(.quarantineNotKept, standing.quarantine.notKept)
    }

    private mutating func addViews(_ standing: Standing) {
        let views = standing.views
        add(.viewLagSeconds, views.map { ([$0.view], $0.lagSeconds) })
        add(.viewLagEvents, views.map { ([$0.view], $0.lagEvents) })
        add(.viewPosition, views.map { ([$0.view], $0.checkpoint.next.rawValue) })
        add(
            .viewRunning,
            views.map { ([$0.view], $0.phase == .following || $0.phase == .rebuilding) })
        add(.viewRebuilding, views.map { ([$0.view], $0.phase == .rebuilding) })
        add(.viewParked, views.map { ([$0.view], Int($0.checkpoint.parked)) })
    }

    private mutating func addProcess(_ process: ProcessFigures) {
        add(.residentMemory, process.residentBytes)
        add(.virtualMemory, process.virtualBytes)
        add(.cpuSeconds, process.cpuSeconds)
        add(.openFiles, process.openFiles)
        add(.mostFiles, process.mostFiles)
        add(.startTime, process.startedAt)
    }
}
