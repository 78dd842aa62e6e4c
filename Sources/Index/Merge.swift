/// Neighbouring runs becoming one run of the next tier, a slice at a time so that a waiting table goes first.
final class Merge {
    let inputs: [Run]
    let tier: UInt64
    private var builder: RunBuilder?
    private var sources: [Source] = []

    /// A run not yet exhausted and its next entry.
    private struct Source {
        var entry: Entry
        var cursor: RunCursor
    }

    /// - Parameter inputs: neighbours of one tier, oldest first, at least one.
    init(
        _ inputs: [Run], in directory: String, options: IndexOptions, meter: MemoryMeter
    ) throws(IndexError) {
        guard let oldest = inputs.first?.header, let newest = inputs.last?.header else {
            preconditionFailure("a merge needs runs")
        }
        self.inputs = inputs
        tier = oldest.tier
        let header = RunHeader(
            epoch: oldest.epoch, first: oldest.first, last: newest.last, tier: oldest.tier + 1,
            count: inputs.reduce(0) { $0 + $1.header.count }, coveredThrough: newest.coveredThrough)
        for run in inputs {
            var cursor = RunCursor(run, meter: meter)
            if let entry = try cursor.next() { sources.append(Source(entry: entry, cursor: cursor)) }
        }
        builder = try RunBuilder(header, in: directory, options: options, meter: meter)
    }

    /// Merges up to `count` more entries; the finished run when those were the last.
    func advance(by count: Int) throws(IndexError) -> Run? {
        guard var builder = builder.take() else { return nil }
        var sources = sources
        self.sources = []
        for _ in 0..<count where !sources.isEmpty {
            var least = 0
            var leastKey = sources[0].entry.key
            // Of equal keys the older run's go first, as everywhere.
            for other in sources.indices.dropFirst() where sources[other].entry.key < leastKey {
                least = other
                leastKey = sources[other].entry.key
            }
            try builder.append(sources[least].entry)
            if let next = try sources[least].cursor.next() {
                sources[least].entry = next
            } else {
                sources.remove(at: least)
            }
        }
        if sources.isEmpty { return try builder.finish() }
        self.sources = sources
        self.builder = consume builder
        return nil
    }
}
