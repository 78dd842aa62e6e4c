import Synchronization

/// Files of segments that were packed since. A new segment is written into one of them: its blocks are there, so a
/// sync need not find new ones, and nothing large is given back to the file system.
final class Spares: Sendable {
    private let storage: any Storage
    private let free: Mutex<[String]>

    init(_ storage: any Storage) throws(LogError) {
        self.storage = storage
        let names = Set(try storage.list())
        free = Mutex(SegmentName.spares.filter(names.contains))
    }

    /// Keeps a file that is not needed any more, or removes it when there are enough.
    func keep(_ name: String) throws(LogError) {
        let slot = free.withLock { free in SegmentName.spares.first { !free.contains($0) } }
        guard let slot else { return try storage.remove(name) }
        try storage.rename(name, to: slot)
        free.withLock { $0.append(slot) }
    }

    /// Gives one the name of a segment being made. False when there is none.
    func take(as name: String) throws(LogError) -> Bool {
        guard let spare = free.withLock({ $0.popLast() }) else { return false }
        try storage.rename(spare, to: name)
        return true
    }
}
