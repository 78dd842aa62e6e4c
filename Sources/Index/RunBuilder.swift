/// Collects sorted entries into a run: the file, and what stays of it in memory.
@safe struct RunBuilder: ~Copyable {
    private static let bufferEntries = 1 << 16

    private let directory: String
    private var header: RunHeader
    private let file: File
    private let filter: Filter
    private var fences: Fences
    private var checksum: Checksum
    private let region: Region
    private let buffer: UnsafeMutablePointer<Entry>
    private let capacity: Int
    private var buffered = 0
    private var written = 0
    private var isFinished = false

    /// - Parameter header: with the number of entries to come; its checksum is filled in at the end.
    init(
        _ header: RunHeader, in directory: String, options: IndexOptions, meter: MemoryMeter
    ) throws(IndexError) {
        let count = Int(header.count)
        let filter = try Filter(entries: count, bitsPerEntry: options.filterBitsPerEntry, in: directory)
        let fences = try Fences(entries: count, in: directory)
        let file = try File("\(directory)/\(header.fileName).partial", .create)
        self.directory = directory
        self.header = header
        self.filter = filter
        self.fences = fences
        self.file = file
        checksum = Checksum(seed: header.epoch)
        capacity = min(Self.bufferEntries, max(count, 1))
        region = Region(byteCount: capacity * Entry.stride, meter: meter)
        unsafe buffer = region.bound(to: Entry.self)
    }

    /// Adds an entry that is not below the one before.
    @inline(__always)
    mutating func append(_ entry: Entry) throws(IndexError) {
        if (written + buffered) % Entry.perPage == 0 { fences.append(entry.key) }
        filter.insert(entry.key)
        checksum.add(entry.key, entry.value)
        unsafe buffer[buffered] = entry
        buffered += 1
        if buffered == capacity { try flush() }
    }

    private mutating func flush() throws(IndexError) {
        let bytes = unsafe UnsafeRawBufferPointer(start: buffer, count: buffered * Entry.stride)
        try unsafe file.write(bytes, at: UInt64(RunHeader.byteCount + written * Entry.stride))
        written += buffered
        buffered = 0
    }

    /// Writes the header and gives the file its name: only now is it a run.
    consuming func finish() throws(IndexError) -> Run {
        try flush()
        precondition(written == Int(header.count))
        header.checksum = checksum.value
        try header.write(to: file)
        isFinished = true
        let path = "\(directory)/\(header.fileName)"
        try Directory.rename(file.path, to: path)
        isFinished = true
        return Run(header: header, file: try File(path, .read), filter: filter, fences: fences)
    }

    /// What was not finished leaves nothing behind: its space may be what the disk lacks.
    deinit {
        if !isFinished { Directory.remove(file.path) }
    }
}
