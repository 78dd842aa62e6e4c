extension Run {
    /// Reads a run that an earlier process finished; nil when it is not whole, or of another epoch.
    ///
    /// Every entry is read once: that checks the content and makes filter and fences anew, so that they
    /// need not be stored. About a second for 50 million entries.
    static func load(
        _ path: String, in directory: String, epoch: UInt64, options: IndexOptions, meter: MemoryMeter
    ) throws(IndexError) -> Run? {
        let file = try File(path, .read)
        guard let header = try RunHeader(of: file), header.epoch == epoch else { return nil }
        let count = Int(header.count)
        let filter = try Filter(entries: count, bitsPerEntry: options.filterBitsPerEntry, in: directory)
        var fences = try Fences(entries: count, in: directory)
        var checksum = Checksum(seed: epoch)
        var cursor = RunCursor(Run(header: header, file: file, filter: filter, fences: fences), meter: meter)
        var number = 0
        while let entry = try cursor.next() {
            if number % Entry.perPage == 0 { fences.append(entry.key) }
            filter.insert(entry.key)
            checksum.add(entry.key, entry.value)
            number += 1
        }
        guard checksum.value == header.checksum else { return nil }
        return Run(header: header, file: file, filter: filter, fences: fences)
    }
}
