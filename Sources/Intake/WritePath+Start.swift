import Decisions
import EventLog
import Rulebook
import Vocabulary
import Wire

/// How the gate's state came about when the daemon started.
public enum WritePathStart: Sendable {
    /// From the checkpoint of what lies before a position, and the records from there on.
    case resumed(at: UInt64)
    /// From all records, because there was no checkpoint, or the one there was is not to be trusted.
    case folded(because: String?)
}

/// What the fold begins with.
struct StartingPoint: ~Copyable {
    var state: GateState
    let cold: ColdStore
    let rulebooks: [UInt64]
    /// The first record to be folded.
    let position: UInt64
    let start: WritePathStart

    /// What a checkpoint gives, or where none that belongs to this log is there, the log's beginning.
    ///
    /// - Parameter end: where the log ends.
    static func find(
        in directory: String, _ storage: any Storage, for log: LogReader, upTo end: UInt64
    ) throws -> StartingPoint {
        do {
            let file = try CheckpointReader(in: storage, layout: GateState.layout)
            try check(file.header.mark, log, end)
            let notes = try CheckpointNotes(file)
            let opening = try ColdOpening(notes.cold, in: directory)
            let position = file.header.mark.position
            return StartingPoint(
                state: try state(in: file, meanwhile: opening), cold: try ColdStore(finishing: opening),
                rulebooks: notes.rulebooks,
                position: position, start: .resumed(at: position))
        } catch let refusal as CheckpointRefusal {
            try CheckpointFile.discard(in: storage)
            return StartingPoint(folding: try ColdStore(in: directory), because: refusal)
        }
    }

    /// The state in a checkpoint, which ends with it.
    private static func state(
        in file: CheckpointReader, meanwhile opening: ColdOpening
    ) throws -> GateState {
        do {
            var reader = unsafe SnapshotReader { try unsafe file.read(into: $0) }
            let state = try GateState(reading: &reader)
            try file.finish()
            return state
        } catch {
            opening.abandon()
            if let error = error as? SnapshotError { throw CheckpointRefusal.damaged(error.description) }
            throw error
        }
    }

    /// Whether the log holds what the checkpoint was made of.
    private static func check(_ mark: LogMark, _ log: LogReader, _ end: UInt64) throws {
        guard mark.position <= end else {
            throw CheckpointRefusal.beyondLog(position: mark.position, end: end)
        }
        guard let found = try log.mark(at: mark.position) else {
            throw CheckpointRefusal.otherHistory(position: mark.position)
        }
        guard found.epoch == mark.epoch else { throw CheckpointRefusal.otherLog }
        guard found == mark else { throw CheckpointRefusal.otherHistory(position: mark.position) }
    }
}

extension StartingPoint {
    /// The log's beginning.
    init(folding cold: ColdStore, because refusal: CheckpointRefusal?) {
        let reason: String? =
            switch refusal {
            case nil, .absent: nil
            case let refusal?: refusal.description
            }
        self.init(
            state: GateState(), cold: cold, rulebooks: [], position: 0, start: .folded(because: reason))
    }
}

extension WritePath {
    func fold(from start: UInt64, upTo end: UInt64, _ progress: (UInt64) -> Void) throws {
        var position = start
        while position < end {
            position = try unsafe reader.read(from: position, limit: end, maxBytes: 8 << 20) {
                at, time, bytes in
                try unsafe fold(bytes, at: at, recordedAt: Instant(nanoseconds: time))
            }
            progress(position)
        }
    }

    private func fold(_ bytes: UnsafeRawBufferPointer, at position: UInt64, recordedAt: Instant) throws {
        var recorded = try unsafe decode(bytes, at: position, recordedAt: recordedAt)
        let isFact = recorded.origin == .fact
        if isFact {
            try cold.remember(event: unsafe RecordDecoder.digest(of: bytes), at: position)
        }
        try bringBack(recorded.event.payload)
        current.advance(to: recordedAt, in: gate)
        if case .rulebookActivated(let it) = recorded.event.payload {
            try activate(it, at: position, recordedAt: recordedAt)
        }
        recorded.trustsClock = unsafe !isFact || trustsClock(of: bytes)
        state.evolve(with: recorded)
        if recorded.event.payload.movesOrder, let order = recorded.event.payload.orderID {
            gate.arm(order, in: &state, at: recordedAt)
        }
        try sendAway(at: recordedAt)
    }

    private func decode(
        _ bytes: UnsafeRawBufferPointer, at position: UInt64, recordedAt: Instant
    ) throws -> Recorded {
        do {
            return try unsafe RecordDecoder.decode(
                bytes, position: Position(position), recordedAt: recordedAt)
        } catch {
            throw IntakeError.unreadable(position: position, reason: error.reason)
        }
    }

    private func activate(_ it: RulebookActivated, at position: UInt64, recordedAt: Instant) throws {
        switch it.read() {
        case .success(let rules): activate(rules, by: position, at: recordedAt)
        case .failure(let refusal):
            throw IntakeError.unreadable(position: position, reason: refusal.reason)
        }
    }

    /// Lets the rulebook of a fact that a checkpoint names judge again.
    func activate(at position: UInt64) throws {
        _ = try unsafe reader.read(from: position, limit: position + 1) { at, time, bytes in
            let recordedAt = Instant(nanoseconds: time)
            let recorded = try unsafe decode(bytes, at: at, recordedAt: recordedAt)
            guard case .rulebookActivated(let it) = recorded.event.payload else {
                throw IntakeError.unreadable(position: at, reason: "it was a rulebook's activation")
            }
            try activate(it, at: at, recordedAt: recordedAt)
        }
    }
}
