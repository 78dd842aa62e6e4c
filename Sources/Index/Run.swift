/// Entries of one or many tables on disk, sorted; immutable, so any thread may read it.
@safe final class Run: Sendable {
    let header: RunHeader
    let file: File
    let filter: Filter
    /// The first key of every page, in memory: a lookup reads the one page that can hold its key.
    private let fences: Fences

    init(header: RunHeader, file: File, filter: Filter, fences: Fences) {
        self.header = header
        self.file = file
        self.filter = filter
        self.fences = fences
    }

    /// Gives the values of `key` newest first until `body` answers false; false if it did.
    func visit(
        key: UInt64, page: UnsafeMutableBufferPointer<Entry>, _ body: (UInt64) -> Bool
    ) throws(IndexError) -> Bool {
        var number = fences.lastPage(notAbove: key)
        while number >= 0 {
            let count = try unsafe read(page: number, into: page)
            var slot = unsafe page.partition(of: count, above: key)
            while slot > 0, unsafe page[slot - 1].key == key {
                slot -= 1
                guard body(unsafe page[slot].value) else { return false }
            }
            // Older values of the key may end the page before.
            guard slot == 0, fences[number] == key else { break }
            number -= 1
        }
        return true
    }

    /// Reads the page's entries and gives their number.
    private func read(
        page number: Int, into page: UnsafeMutableBufferPointer<Entry>
    ) throws(IndexError) -> Int {
        let first = number * Entry.perPage
        let count = min(Entry.perPage, Int(header.count) - first)
        try unsafe read(from: first, into: UnsafeMutableBufferPointer(rebasing: page[..<count]))
        return count
    }

    /// Fills the buffer with the entries from number `first` on.
    func read(from first: Int, into buffer: UnsafeMutableBufferPointer<Entry>) throws(IndexError) {
        let offset = UInt64(RunHeader.byteCount + first * Entry.stride)
        let bytes = UnsafeMutableRawBufferPointer(buffer)
        guard try unsafe file.read(bytes, at: offset) == bytes.count else {
            throw .damaged(path: file.path, offset: offset)
        }
    }
}

extension UnsafeMutableBufferPointer<Entry> {
    /// How many of the first `count` entries have a key of at most `key`; they are sorted.
    fileprivate func partition(of count: Int, above key: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if unsafe self[middle].key <= key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
