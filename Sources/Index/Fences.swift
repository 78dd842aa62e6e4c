/// The first key of every page of a run.
@safe struct Fences: @unchecked Sendable {
    private let region: Region
    private let keys: UnsafeMutablePointer<UInt64>
    private let capacity: Int
    private(set) var count = 0

    /// - Parameter entries: how many entries the run will have, at least one.
    /// - Parameter directory: where the file behind it lies, as for the ``Filter``.
    init(entries: Int, in directory: String) throws(IndexError) {
        capacity = (entries + Entry.perPage - 1) / Entry.perPage
        region = try Region(byteCount: max(capacity, 1) * 8, onDiskIn: directory)
        unsafe keys = region.bound(to: UInt64.self)
    }

    mutating func append(_ key: UInt64) {
        precondition(count < capacity)
        unsafe keys[count] = key
        count += 1
    }

    subscript(page: Int) -> UInt64 { unsafe keys[page] }

    /// The last page whose first key is at most `key`; -1 if even the first page begins above it.
    func lastPage(notAbove key: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if unsafe keys[middle] <= key { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }
}
