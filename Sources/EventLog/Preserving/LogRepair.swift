/// Puts damaged segments right with what a backup has of them.
///
/// A segment of the backup is taken only when the chain proves that it is the very one: the segments beside it name
/// its epoch and the hash of its seal, in which every byte of it has part. What was damaged is kept under another name.
public struct LogRepair {
    private let storage: any Storage
    private let backup: any Storage

    public init(_ storage: any Storage, from backup: any Storage) {
        self.storage = storage
        self.backup = backup
    }

    /// What was done.
    public struct Report: Sendable {
        /// Damage that is mended, with the name under which the damaged file was kept; nil when it was missing.
        public var mended: [(damage: LogError, keptAs: String?)] = []
        /// Damage that is still there, with the reason.
        public var left: [(damage: LogError, reason: String)] = []
        /// The log as it is now.
        public var verified = LogVerifier.Report()
    }

    /// Needs the log for itself: no daemon may run.
    /// - Parameter progress: of the verification that comes first.
    public func run(progress: (LogVerifier.Progress) -> Void = { _ in }) throws(LogError) -> Report {
        let lock = try storage.lock()
        defer { withExtendedLifetime(lock) {} }
        var report = Report()
        var damages = try LogVerifier(storage, threads: processorCount()).verify(progress: progress).damages
        var tried: Set<UInt64> = []
        var mended: Set<UInt64> = []
        // One at a time: a segment that was mended can prove the one beside it, before or behind.
        while let (damage, first) = next(in: damages, besides: tried) {
            tried.insert(first)
            do throws(LogError) {
                switch try mend(first) {
                case .done(let keptAs):
                    mended.insert(first)
                    report.mended.append((damage, keptAs))
                    tried = mended
                    report.left = []
                case .refused(let reason): report.left.append((damage, reason))
                }
            } catch {
                guard error.isDamage else { throw error }
                report.left.append((damage, error.problem))
            }
            damages = try LogVerifier(storage, threads: processorCount()).verify().damages
        }
        report.verified = try LogVerifier(storage, threads: processorCount()).verify()
        return report
    }

    /// The first damage not tried yet, and the segment it is in.
    private func next(in damages: [LogError], besides tried: Set<UInt64>) -> (LogError, UInt64)? {
        for damage in damages {
            guard let first = damage.segment, !tried.contains(first) else { continue }
            return (damage, first)
        }
        return nil
    }

    private enum Outcome {
        /// With the name under which the damaged file is kept.
        case done(String?)
        case refused(String)
    }

    private func mend(_ first: UInt64) throws(LogError) -> Outcome {
        guard try Segment.firsts(in: backup).contains(first) else {
            return .refused("the backup does not have this segment")
        }
        let good = try Segment.open(first, in: backup)
        let names = try storage.listOwn()
        let damaged = [SegmentName.packed(first), SegmentName.of(first)].first(where: names.contains)
        var name = SegmentName.packed(first)
        if good.packed != nil {
            if let reason = try disproof(of: good) { return .refused(reason) }
            try copyAside(first)
        } else {
            name = SegmentName.of(first)
            if let reason = try splice(good, into: damaged) { return .refused(reason) }
        }
        let keptAs = try damaged.map { damaged throws(LogError) in try keep(damaged, besides: names) }
        try storage.rename(SegmentName.arriving, to: name)
        return .done(keptAs)
    }

    /// The segments beside it in the log must name it, each that is there, and one at least. Nil when they do.
    private func disproof(of good: Segment) throws(LogError) -> String? {
        guard let packed = good.packed?.header else { return nil }
        let foreign =
            "\(good.path) is not the segment that the log had: the segments beside it name another one"
        var isNamed = false
        if let next = try? Segment.open(packed.end, in: storage) {
            guard let known = next.header.previous, known.first == good.header.first,
                known.epoch == packed.epoch, known.sealHash == packed.sealHash
            else { return foreign }
            isNamed = true
        }
        switch follows(good) {
        case true?: isNamed = true
        case false?: return foreign
        case nil: break
        }
        return isNamed ? nil : "no whole segment beside \(good.path) proves that it belongs here"
    }

    /// Whether the segment before ends in the seal that this one names; nil when it cannot be read.
    private func follows(_ good: Segment) -> Bool? {
        guard let known = good.header.previous else { return nil }
        guard let before = try? Segment.open(known.first, in: storage) else { return nil }
        do throws(LogError) {
            try before.checkContinues(in: good, storage)
            return true
        } catch {
            // A seal that cannot be read proves nothing; one that is another one disproves.
            if case .damaged(_, .brokenChain) = error { return false }
            return nil
        }
    }

    private func copyAside(_ first: UInt64) throws(LogError) {
        let file = try storage.open(SegmentName.arriving, for: .create)
        let from = try backup.open(SegmentName.packed(first), for: .read)
        try SegmentCopy.copy(from, file, 0..<from.size())
        try file.sync()
        let path = storage.path(of: SegmentName.arriving)
        let copy = try Segment(
            SegmentName.arriving, path: path, file: PackedFile(file, path: path, position: first),
            first: first)
        guard try copy.sealedChain() == copy.packed?.header.sealHash else {
            throw .damaged(copy.place(0, first), .packedBlock)
        }
    }

    /// The backup has only the beginning of the segment, since it was being written then: that beginning, and the
    /// rest as it is in the damaged file. The chain from the one into the other proves that both belong together.
    private func splice(_ good: Segment, into damaged: String?) throws(LogError) -> String? {
        guard let damaged, !SegmentName.isPacked(damaged) else {
            return "the backup has only the beginning of this segment, and the rest is not here"
        }
        if follows(good) == false {
            return "\(good.path) is not the segment that the log had: the one before it names another one"
        }
        var known = SegmentWalk(good)
        while case .frame = try known.next() {}
        let file = try storage.open(SegmentName.arriving, for: .create)
        let rest = try storage.open(damaged, for: .read)
        try SegmentCopy.copy(good.file, file, 0..<known.offset)
        try SegmentCopy.copy(rest, file, known.offset..<max(known.offset, rest.size()))
        try file.sync()
        let copy = try Segment(
            SegmentName.arriving, path: storage.path(of: SegmentName.arriving), file: file,
            first: good.header.first)
        var walk = SegmentWalk(copy)
        while case .frame = try walk.next() {}
        guard walk.offset > known.offset else {
            // Nothing of the damaged file follows, so nothing proves that it had no more.
            let scan = try TailScan(
                rest, from: known.offset, resume: known.offset, epoch: good.header.epoch)
            return scan.laterFrame == nil ? nil : "what follows the backup's end is damaged too"
        }
        return nil
    }

    /// Never deleted: a name of its own for what was damaged.
    private func keep(_ name: String, besides names: [String]) throws(LogError) -> String {
        var number = 1
        while names.contains("damaged-\(number)-\(name)") { number += 1 }
        try storage.rename(name, to: "damaged-\(number)-\(name)")
        return "damaged-\(number)-\(name)"
    }
}

extension LogError {
    /// The first position of the segment that is damaged or missing.
    fileprivate var segment: UInt64? {
        switch self {
        case .damaged(let place, _):
            SegmentName.first(of: String(place.file.split(separator: "/").last ?? ""))
        case .missingSegment(_, let position): position
        case .locked, .diskFull, .syncFailed, .system, .otherLog, .notEmpty: nil
        }
    }
}
