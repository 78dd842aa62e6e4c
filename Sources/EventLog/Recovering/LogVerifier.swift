import Synchronization

/// Reads a whole log and checks every byte that means something. Works beside a running daemon.
public struct LogVerifier {
    private let storage: any Storage
    private let threads: Int

    public init(directory: String) throws(LogError) {
        self.init(try Disk(directory), threads: processorCount())
    }

    /// - Parameter threads: how many segments are read at a time; 1: all in the caller's thread.
    public init(_ storage: any Storage, threads: Int = 1) {
        self.storage = storage
        self.threads = threads
    }

    /// What was found.
    public struct Report: Sendable {
        public var segments = 0
        /// Segments whose files hold them packed.
        public var packedSegments = 0
        /// Frames with records.
        public var frames = 0
        public var records: UInt64 = 0
        /// Bytes of frames and segment headers, as they were before packing.
        public var bytes = 0
        /// The position after the last whole frame.
        public var end: UInt64 = 0
        /// A write under way, or one that a crash left unfinished: the next opening removes it.
        public var unfinished: CutTail?
        /// At most one a segment, since behind the first one nothing in the segment can be trusted.
        public var damages: [LogError] = []
        public var isWhole: Bool { damages.isEmpty }
    }

    /// How far the verification is, in bytes of segment files.
    public struct Progress: Sendable {
        public var doneBytes: Int
        public var totalBytes: Int
    }

    /// Verifies all segments; damage is reported, not thrown.
    /// - Parameters:
    ///   - onlyEnds: as opening does: of sealed segments only headers, tables and seals, and all of the newest one.
    ///     Records, frames and bytes are then those of the newest one.
    ///   - progress: called now and then in the caller's thread.
    /// - Throws: when files cannot be read at all.
    public func verify(
        onlyEnds: Bool = false, progress: (Progress) -> Void = { _ in }
    ) throws(LogError) -> Report {
        let firsts = try Segment.firsts(in: storage)
        var total = 0
        for first in firsts { total += try fileSize(first) }
        let work = Work(storage, firsts, onlyEnds: onlyEnds)
        if threads == 1 {
            while work.verifyNext({ progress(Progress(doneBytes: $0, totalBytes: total)) }) {}
        } else {
            let workers = (0..<min(threads, max(1, firsts.count))).map { number in
                Worker(name: "verify-\(number)") { while work.verifyNext({ _ in }) {} }
            }
            while !work.isDone {
                progress(Progress(doneBytes: work.done, totalBytes: total))
                sleep(.milliseconds(2))
            }
            for worker in workers { worker.join() }
        }
        progress(Progress(doneBytes: total, totalBytes: total))
        var report = Report()
        if let oldest = firsts.first, oldest != 0 {
            report.damages.append(.missingSegment(file: storage.path(of: SegmentName.of(0)), position: 0))
        }
        for found in try work.results() { report.add(found) }
        return report
    }

    private func fileSize(_ first: UInt64) throws(LogError) -> Int {
        let names = [SegmentName.packed(first), SegmentName.of(first)]
        // Packed between the two looks: then the first name is there now.
        for name in names + names {
            do throws(LogError) {
                return try storage.open(name, for: .read).size()
            } catch { guard error.isAbsence else { throw error } }
        }
        return 0
    }
}

/// The segments still to be verified, taken by whichever thread is free.
private final class Work: Sendable {
    private let storage: any Storage
    private let firsts: [UInt64]
    private let onlyEnds: Bool
    private let next = Atomic<Int>(0)
    private let finished = Atomic<Int>(0)
    private let doneBytes = Atomic<Int>(0)
    private let found: Mutex<[Int: Result<SegmentCheck.Finding, LogError>]> = Mutex([:])

    init(_ storage: any Storage, _ firsts: [UInt64], onlyEnds: Bool) {
        self.storage = storage
        self.onlyEnds = onlyEnds
        self.firsts = firsts
    }

    var isDone: Bool { finished.load(ordering: .acquiring) == firsts.count }
    var done: Int { doneBytes.load(ordering: .relaxed) }

    /// False when all are taken.
    func verifyNext(_ progress: (Int) -> Void) -> Bool {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < firsts.count else { return false }
        let check = SegmentCheck(storage: storage, firsts: firsts, index: index, onlyEnds: onlyEnds)
        let result: Result<SegmentCheck.Finding, LogError>
        do throws(LogError) {
            result = .success(
                try check.run { bytes in
                    progress(doneBytes.add(bytes, ordering: .relaxed).newValue)
                })
        } catch { result = .failure(error) }
        found.withLock { $0[index] = result }
        finished.add(1, ordering: .releasing)
        return true
    }

    /// In the order of the segments.
    func results() throws(LogError) -> [SegmentCheck.Finding] {
        var results: [SegmentCheck.Finding] = []
        for index in firsts.indices {
            if let result = found.withLock({ $0[index] }) { results.append(try result.get()) }
        }
        return results
    }
}

extension LogVerifier.Report {
    fileprivate mutating func add(_ found: SegmentCheck.Finding) {
        segments += 1
        if found.isPacked { packedSegments += 1 }
        frames += found.frames
        records += found.records
        bytes += found.bytes
        end = max(end, found.end)
        unfinished = found.unfinished ?? unfinished
        if let damage = found.damage, !damages.contains(damage) { damages.append(damage) }
    }
}
