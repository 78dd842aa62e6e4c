import Decisions
import EventLog
import Intake
import Rulebook
import Vocabulary
import Wire

/// A daemon to which nothing ever happens: given the same facts at the same times it must have decided the same.
///
/// It never restarts, so whatever a restart forgets shows as a difference.
final class Oracle {
    private let log: EventLog
    private let disk: SimulatedDisk
    private let path: WritePath
    private let decoder = EventDecoder()
    private var batch = DecodedBatch()
    /// Decisions that followed from nothing but time.
    private var ticks: [Range<Int>] = []

    init(_ parts: SharedParts, _ plan: Plan, scratch: String) throws {
        disk = SimulatedDisk(plan, Dice(seed: 0))
        disk.isCalm = true
        var options = LogOptions()
        options.commitsInline = true
        options.preparedBytes = 0
        options.frameBytes = 4096
        log = try EventLog.open(disk, options: options)
        path = try WritePath(
            log: log, reader: LogReader(disk), rules: parts.rules, phones: parts.phones, goods: parts.goods,
            cold: try ColdStore(in: scratch, eventEntries: 512, orderEntries: 64),
            // What it lets go of it must not miss, but that is another promise than this one.
            finishedOrdersKept: plan.finishedOrdersKept, idleAfter: plan.idleAfter)
    }

    /// Goes on with what was found in the real log from `start` on.
    func follow(_ entries: [Entry], from start: Int) throws {
        guard start < entries.count else { return }
        var index = start
        while index < entries.count {
            let entry = entries[index]
            let now = Instant(nanoseconds: entry.recordedAt)
            let (_, _, isFact) = try LogCheck.identity(entry, at: UInt64(index))
            if isFact {
                try take(entry, at: now, position: index)
            } else {
                try tick(at: now, position: index)
            }
            index = Int(log.next)
            guard index <= entries.count else {
                log.commitIfIdle()
                let missing = try LogCheck.read(disk, upTo: log.next)[entries.count]
                throw Violation(
                    "facts and their decisions are together",
                    "the log ends at \(entries.count), where \(try Self.text(missing, entries.count)) should be"
                )
            }
        }
        log.commitIfIdle()
        let expected = try LogCheck.read(disk, upTo: log.next)
        var position = start
        while position < entries.count {
            // What fell due together may be said in any order.
            let end = ticks.first { $0.contains(position) }?.upperBound ?? position + 1
            try compare(entries, expected, position..<end)
            position = end
        }
        ticks = []
    }

    private func compare(_ entries: [Entry], _ expected: [Entry], _ range: Range<Int>) throws {
        if entries[range].elementsEqual(expected[range], by: { $0.bytes == $1.bytes }) { return }
        let found = try range.map { try Self.text(entries[$0], $0) }
        let wanted = try range.map { try Self.text(expected[$0], $0) }
        guard range.count > 1, found.sorted() == wanted.sorted() else {
            throw Violation(
                "the same facts give the same decisions",
                "position \(range.lowerBound): \(found) instead of \(wanted)")
        }
    }

    private func take(_ entry: Entry, at now: Instant, position: Int) throws {
        batch.reset()
        var bytes: [UInt8] = []
        RecordEncoder.batch(of: [entry.bytes], into: &bytes)
        unsafe bytes.withUnsafeBytes { unsafe decoder.decode($0, as: .protobuf, into: &batch) }
        guard case .event(let event)? = batch.items.first else {
            throw Violation("the log holds good events only", "position \(position)")
        }
        let outcome = try unsafe batch.bytes.withUnsafeBytes {
            try unsafe path.take(event, bytes: UnsafeRawBufferPointer(rebasing: $0[event.record]), at: now)
        }
        guard case .recorded = outcome else {
            throw Violation("the log holds good events once", "position \(position): \(outcome)")
        }
    }

    private func tick(at now: Instant, position: Int) throws {
        let before = log.next
        // Some alarms turn out to have nothing to say.
        for _ in 0..<100 where log.next == before { try path.tick(at: now, limit: 1) }
        guard log.next > before else {
            throw Violation("a decision has a cause", "position \(position)")
        }
        let said = Int(before)..<Int(log.next)
        if let last = ticks.last, last.upperBound == said.lowerBound {
            ticks[ticks.count - 1] = last.lowerBound..<said.upperBound
        } else {
            ticks.append(said)
        }
    }

    private static func text(_ entry: Entry, _ position: Int) throws -> String {
        try unsafe entry.bytes.withUnsafeBytes {
            let recorded = try unsafe RecordDecoder.decode(
                $0, position: Position(UInt64(position)), recordedAt: Instant(nanoseconds: entry.recordedAt))
            return "\(recorded.event.payload) because of \(recorded.cause?.rawValue ?? 0)"
        }
    }
}
