public import Rulebook
import Synchronization
public import Vocabulary
import Wire

/// Decodes records into batches, for whoever gets them as the log keeps them: from the log itself, or from a feed. Knows
/// whose clocks are believed (R24).
public final class RecordAdder: Sendable {
    private let trust: Mutex<ClockTrust>
    private let keepsBytes: Bool

    /// - Parameters:
    ///   - rulebook: counts while the log names none.
    ///   - keepingBytes: the batches also hold each record as it came.
    public init(under rulebook: Rulebook, keepingBytes: Bool = false) {
        trust = Mutex(ClockTrust(rulebook))
        keepsBytes = keepingBytes
    }

    /// A rulebook that lies before what will be added.
    public func learn(_ rulebook: Rulebook, at position: Position) {
        trust.withLock { $0.learn(rulebook, at: position) }
    }

    /// Adds records to one batch, in their order.
    public func adding(to batch: RecordBatch) -> Adding { Adding(self, batch, trust.withLock(\.self)) }

    /// One look at the clocks for a whole batch; a rulebook inside it counts from the next record on.
    public struct Adding {
        private static let rulebook = UInt8(EventType.rulebookActivated.index)

        private let adder: RecordAdder
        private let batch: RecordBatch
        private var trust: ClockTrust

        fileprivate init(_ adder: RecordAdder, _ batch: RecordBatch, _ trust: ClockTrust) {
            (self.adder, self.batch, self.trust) = (adder, batch, trust)
        }

        /// Adds one record; one that nobody can decode is said to be that.
        public mutating func add(
            _ record: UnsafeRawBufferPointer, _ position: Position, _ recordedAt: Instant
        ) {
            do {
                var recorded = try unsafe RecordDecoder.decode(
                    record, position: position, recordedAt: recordedAt)
                if !trust.trustsEverybody, recorded.origin == .fact {
                    let source = try unsafe RecordDecoder.identity(of: record).source
                    recorded.trustsClock = unsafe trust.sources(at: position, recordedAt).isTrusted(
                        UnsafeRawBufferPointer(rebasing: record[source]))
                }
                if adder.keepsBytes { unsafe batch.append(recorded, record) } else { batch.append(recorded) }
                if batch.types.last == Self.rulebook { learn() }
            } catch {
                batch.append(
                    undecodable: position, recordedAt: recordedAt, order: nil,
                    error: "\(error.code.rawValue): \(error.reason)")
            }
        }

        private mutating func learn() {
            guard let record = batch.records.last, case .rulebookActivated(let it) = record.event.payload,
                let file = try? RulebookFile.parse(content: it.content, file: it.name)
            else { return }
            adder.learn(file.rules, at: record.position)
            trust = adder.trust.withLock(\.self)
        }
    }
}
