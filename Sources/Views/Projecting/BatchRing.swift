import Foundation
import Vocabulary

/// The batches that a ``SharedSource`` keeps, without a hole between them, and who takes part.
final class BatchRing: @unchecked Sendable {
    let source: any RecordSource
    private let capacity: Int
    private let batchEvents: Int
    private let patience: Duration

    // Everything below is touched only with the condition locked.
    private let condition = NSCondition()
    /// Oldest first.
    private var batches: [RecordBatch] = []
    /// Where the next batch begins.
    private var end = Position(0)
    /// Somebody decodes the next one.
    private var isReading = false
    /// Where each of those goes on who take all their batches from here.
    private var followers: [ObjectIdentifier: Position] = [:]
    /// Batches to be filled again: making them costs more than decoding into them.
    private var spare: [RecordBatch] = []
    private var count = (shared: 0, alone: 0)

    init(_ source: any RecordSource, batches: Int, batchEvents: Int, patience: Duration) {
        self.source = source
        capacity = batches
        self.batchEvents = batchEvents
        self.patience = patience
    }

    var decoded: (shared: Int, alone: Int) { condition.withLock { count } }

    /// Takes part no more.
    func leave(_ reader: ObjectIdentifier) {
        condition.withLock {
            followers[reader] = nil
            condition.broadcast()
        }
    }

    /// Exchanges `batch` for the one with the record at `position`, or for one that the caller filled himself.
    func read(
        _ reader: ObjectIdentifier, from position: Position, into batch: inout RecordBatch
    ) throws(ViewError) -> Position {
        condition.lock()
        defer { condition.unlock() }
        var deadline: Date?
        while true {
            if let found = batches.first(where: { $0.first ?? $0.next <= position && position < $0.next }) {
                followers[reader] = found.next
                exchange(&batch, for: found)
                condition.broadcast()
                return found.next
            }
            if position < end { return try readAlone(reader, from: position, into: &batch) }
            if isReading {
                condition.wait()
                continue
            }
            // Ahead of everybody: here is the front now.
            if position > end { startOver(at: position) }
            followers[reader] = position
            if batches.count >= capacity, hasLaggard(beside: reader) {
                let end = deadline ?? Date(timeIntervalSinceNow: patience / .seconds(1))
                deadline = end
                if condition.wait(until: end) { continue }
            }
            guard try readForAll(from: position) else {
                exchange(&batch, for: takeSpare())
                return position
            }
        }
    }

    /// Whether somebody has not taken the oldest batch yet.
    private func hasLaggard(beside reader: ObjectIdentifier) -> Bool {
        guard let oldest = batches.first else { return false }
        return followers.contains { $0.key != reader && $0.value < oldest.next }
    }

    /// Decodes the next batch with the lock open. False when there is nothing new.
    private func readForAll(from position: Position) throws(ViewError) -> Bool {
        isReading = true
        defer {
            isReading = false
            condition.broadcast()
        }
        var fresh = takeSpare()
        let next = try openly { () throws(ViewError) in
            try source.read(from: position, atMost: batchEvents, into: &fresh)
        }
        guard !fresh.isEmpty else {
            keep(consume fresh)
            return false
        }
        add(fresh, next)
        count.shared += 1
        return true
    }

    /// With the lock open, so that nobody waits for it.
    private func readAlone(
        _ reader: ObjectIdentifier, from position: Position, into batch: inout RecordBatch
    ) throws(ViewError) -> Position {
        followers[reader] = nil
        count.alone += 1
        var fresh = takeSpare()
        let next = try openly { () throws(ViewError) in
            try source.read(from: position, atMost: batchEvents, into: &fresh)
        }
        // Where it reaches past the front it is the front: two readers that pass each other find together again.
        if !isReading, let first = fresh.first, first <= end, end < next {
            add(fresh, next)
            followers[reader] = next
            condition.broadcast()
        }
        exchange(&batch, for: fresh)
        return next
    }

    private func openly(_ body: () throws(ViewError) -> Position) throws(ViewError) -> Position {
        condition.unlock()
        defer { condition.lock() }
        return try body()
    }

    private func add(_ batch: RecordBatch, _ next: Position) {
        while batches.count >= capacity {
            let oldest = batches.removeFirst()
            let passed = oldest.next
            followers = followers.filter { $0.value >= passed }
            keep(consume oldest)
        }
        batches.append(batch)
        end = next
    }

    private func startOver(at position: Position) {
        while let batch = batches.popLast() { keep(consume batch) }
        followers = [:]
        end = position
    }

    private func exchange(_ batch: inout RecordBatch, for other: consuming RecordBatch) {
        var old = other
        swap(&batch, &old)
        keep(consume old)
    }

    /// For later use, unless somebody still reads it.
    private func keep(_ batch: consuming RecordBatch) {
        var batch = batch
        guard isKnownUniquelyReferenced(&batch), spare.count < 2 else { return }
        batch.removeAll()
        spare.append(batch)
    }

    private func takeSpare() -> RecordBatch { spare.popLast() ?? RecordBatch() }
}
