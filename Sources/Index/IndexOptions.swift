/// Sizes of a ``FingerprintIndex``. The defaults suit a daemon; tests take tiny ones.
public struct IndexOptions: Sendable {
    /// Entries held in memory before they become a run on disk. 21 bytes each, two to three tables alive once the
    /// first was full: memory stops growing there.
    public var tableEntries: Int
    /// Runs of one tier that are merged into one run of the next. More: less work, more filters to ask.
    public var fanOut: Int
    /// Bits of filter per entry on disk, in a mapped file. 12 lets about one unseen id in 200 through, per run.
    public var filterBitsPerEntry: Int

    /// - Parameters:
    ///   - tableEntries: at least 1.
    ///   - fanOut: at least 2.
    ///   - filterBitsPerEntry: at least 1.
    public init(tableEntries: Int = 1 << 18, fanOut: Int = 4, filterBitsPerEntry: Int = 12) {
        precondition(tableEntries >= 1 && fanOut >= 2 && filterBitsPerEntry >= 1)
        self.tableEntries = tableEntries
        self.fanOut = fanOut
        self.filterBitsPerEntry = filterBitsPerEntry
    }
}
