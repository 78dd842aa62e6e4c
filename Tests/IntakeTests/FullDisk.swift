import EventLog
import Synchronization

/// A real disk that says it is full for as long as it is told to.
final class FullDisk: Storage {
    private let disk: Disk
    fileprivate let isFull = Atomic(false)

    init(_ directory: String) throws(LogError) { disk = try Disk(directory, creating: true) }

    var directory: String { disk.directory }

    func fill(_ full: Bool) { isFull.store(full, ordering: .sequentiallyConsistent) }

    func lock() throws(LogError) -> any Sendable { try disk.lock() }

    func syncNames() throws(LogError) { try disk.syncNames() }

    func list() throws(LogError) -> [String] { try disk.list() }

    func open(_ name: String, for access: StorageAccess) throws(LogError) -> any StoredFile {
        File(file: try disk.open(name, for: access), disk: self, name: name)
    }

    func rename(_ name: String, to newName: String) throws(LogError) { try disk.rename(name, to: newName) }

    func remove(_ name: String) throws(LogError) { try disk.remove(name) }

    private struct File: StoredFile {
        let file: any StoredFile
        let disk: FullDisk
        let name: String

        func size() throws(LogError) -> Int { try file.size() }

        func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(LogError) -> Int {
            try unsafe file.read(at: offset, into: buffer)
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(LogError) {
            guard !disk.isFull.load(ordering: .sequentiallyConsistent) else { throw .diskFull(file: name) }
            try unsafe file.write(bytes, at: offset)
        }

        func sync() throws(LogError) { try file.sync() }
    }
}
