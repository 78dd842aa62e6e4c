extension FingerprintIndex {
    /// An empty index in `directory`, which is made if it does not exist; what an earlier one left is removed.
    /// - Parameter epoch: whatever tells this log from another; only ``reopen(in:epoch:options:)`` asks for it.
    /// - Throws: ``IndexError`` when the directory cannot be made or read.
    public static func create(
        in directory: String, epoch: UInt64 = 0, options: IndexOptions = IndexOptions()
    ) throws(IndexError) -> FingerprintIndex {
        try Directory.make(directory)
        return FingerprintIndex(
            directory, epoch: epoch, options: options, meter: MemoryMeter(), runs: [],
            leftovers: try setAside(try ourNames(in: directory), in: directory))
    }

    /// The index that an earlier process left in `directory`: what of it is whole and of this epoch.
    ///
    /// Insert again, in order, whatever comes after ``coveredThrough``. Reads every entry once.
    /// - Throws: ``IndexError`` when the directory cannot be made or read.
    public static func reopen(
        in directory: String, epoch: UInt64 = 0, options: IndexOptions = IndexOptions()
    ) throws(IndexError) -> FingerprintIndex {
        try Directory.make(directory)
        let meter = MemoryMeter()
        let names = try ourNames(in: directory)
        var runs: [Run] = []
        // A gapless chain from the first table on. Where a merge was finished but its inputs were not yet
        // removed, the larger one counts; what comes after a gap would not be covered.
        while let run = try nextRun(after: runs.last, of: names, in: directory, epoch, options, meter) {
            runs.append(run)
        }
        let good = Set(runs.map(\.header.fileName))
        return FingerprintIndex(
            directory, epoch: epoch, options: options, meter: meter, runs: runs,
            leftovers: try setAside(names.filter { !good.contains($0) }, in: directory))
    }

    private static func nextRun(
        after run: Run?, of names: [String], in directory: String, _ epoch: UInt64, _ options: IndexOptions,
        _ meter: MemoryMeter
    ) throws(IndexError) -> Run? {
        let first = run.map { $0.header.last + 1 } ?? 0
        let candidates = names.filter { $0.hasPrefix("run-\(first)-") && !$0.contains(".") }
        let lasts = candidates.compactMap { UInt64($0.dropFirst("run-\(first)-".count)) }
        for last in lasts.sorted(by: >) {
            let path = "\(directory)/run-\(first)-\(last)"
            let run = try Run.load(path, in: directory, epoch: epoch, options: options, meter: meter)
            if let run, run.header.first == first, run.header.last == last { return run }
        }
        return nil
    }

    /// The files an index makes: other files in the directory are not touched.
    private static func ourNames(in directory: String) throws(IndexError) -> [String] {
        try Directory.names(in: directory).filter { $0.hasPrefix("run-") }
    }

    /// Renames files out of the way of new ones, to be removed later without haste.
    private static func setAside(_ names: [String], in directory: String) throws(IndexError) -> [String] {
        var paths: [String] = []
        for name in names {
            let path = "\(directory)/\(name).old"
            try Directory.rename("\(directory)/\(name)", to: path)
            paths.append(path)
        }
        return paths
    }
}
