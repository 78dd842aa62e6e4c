import EventLog
import Synchronization

/// A disk in memory that can crash, fill up or fail to sync.
///
/// What was written since the last sync reaches it sector by sector in any order, as on a real disk: after a crash
/// each sector holds what it held at some moment since that sync.
final class FaultyDisk: Storage {
    static let sectorBytes = 64  // Smaller than any real one, so that short frames tear too.

    let directory = "/log"
    fileprivate let state: Mutex<State>

    fileprivate struct State {
        var names: [String: Int] = [:]
        var files: [Contents] = []
        var room = Int.max
        var syncsFail = false
        /// Syncs until one fails and loses what it was to write, while the system goes on showing it.
        var syncsUntilLoss: Int?
        var isLocked = false
        var readBytes = 0
    }

    fileprivate struct Contents {
        var bytes: [UInt8] = []
        var syncedCount = 0
        /// What each sector held before each unsynced write.
        var history: [Int: [[UInt8]]] = [:]
        /// What sectors hold that a failed sync lost.
        var lost: [Int: [UInt8]] = [:]
    }

    init(_ files: [String: [UInt8]] = [:]) {
        var state = State()
        for (name, bytes) in files {
            state.names[name] = state.files.count
            state.files.append(Contents(bytes: bytes, syncedCount: bytes.count))
        }
        self.state = Mutex(state)
    }

    /// Every file as a process sees it, crash or not.
    var files: [String: [UInt8]] {
        state.withLock { state in state.names.mapValues { state.files[$0].bytes } }
    }

    /// Bytes that may still be added to files.
    func setRoom(_ bytes: Int) { state.withLock { $0.room = bytes } }
    /// The sync after that many more fails as a real one does: what it was to write is gone, though it is still seen.
    func loseSync(after syncs: Int) { state.withLock { $0.syncsUntilLoss = syncs } }
    /// What was read so far.
    var readBytes: Int { state.withLock { $0.readBytes } }
    func failSyncs() { state.withLock { $0.syncsFail = true } }

    /// What is left after the power fails now.
    func afterCrash(using dice: inout Dice) -> FaultyDisk {
        state.withLock { state in
            var files: [String: [UInt8]] = [:]
            for (name, index) in state.names.sorted(by: { $0.key < $1.key }) {
                files[name] = state.files[index].afterCrash(using: &dice)
            }
            return FaultyDisk(files)
        }
    }

    func lock() throws(LogError) -> any Sendable {
        let isFree = state.withLock { state in
            defer { state.isLocked = true }
            return !state.isLocked
        }
        guard isFree else { throw .locked(file: directory, pid: 1) }
        return Lock(disk: self)
    }

    func list() throws(LogError) -> [String] { state.withLock { Array($0.names.keys) } }

    func open(_ name: String, for access: StorageAccess) throws(LogError) -> any StoredFile {
        let index = state.withLock { state -> Int? in
            switch access {
            case .read, .write:
                return state.names[name]
            case .create:
                state.files.append(Contents())
                state.names[name] = state.files.count - 1
                return state.files.count - 1
            }
        }
        guard let index else { throw .system(operation: "open", file: name, errno: 2) }
        return File(disk: self, index: index, name: name)
    }

    func rename(_ name: String, to newName: String) throws(LogError) {
        state.withLock { $0.names[newName] = $0.names.removeValue(forKey: name) }
    }

    func remove(_ name: String) throws(LogError) {
        let wasThere = state.withLock { $0.names.removeValue(forKey: name) != nil }
        guard wasThere else { throw .system(operation: "remove", file: name, errno: 2) }
    }

    func syncNames() throws(LogError) {}

    private final class Lock: Sendable {
        let disk: FaultyDisk
        init(disk: FaultyDisk) { self.disk = disk }
        deinit { disk.state.withLock { $0.isLocked = false } }
    }

    private struct File: StoredFile {
        let disk: FaultyDisk
        let index: Int
        let name: String

        func size() throws(LogError) -> Int { disk.state.withLock { $0.files[index].bytes.count } }

        func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(LogError) -> Int {
            disk.state.withLock { state in
                let bytes = state.files[index].bytes
                guard offset < bytes.count else { return 0 }
                state.readBytes += min(buffer.count, bytes.count - offset)
                let part = bytes[offset..<min(bytes.count, offset + buffer.count)]
                unsafe buffer.copyBytes(from: part)
                return part.count
            }
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(LogError) {
            let new = unsafe Array(bytes)
            let fits = disk.state.withLock { state in
                let grown = max(0, offset + new.count - state.files[index].bytes.count)
                let kept = new.count - max(0, grown - state.room)
                state.room -= min(grown, state.room)
                state.files[index].write(new[..<max(0, kept)], at: offset)
                return kept == new.count
            }
            guard fits else { throw .diskFull(file: name) }
        }

        func sync() throws(LogError) {
            let works = disk.state.withLock { state in
                guard !state.syncsFail else { return false }
                if let left = state.syncsUntilLoss {
                    state.syncsUntilLoss = left > 0 ? left - 1 : nil
                    if left == 0 {
                        state.files[index].loseSync()
                        return false
                    }
                }
                state.files[index].sync()
                return true
            }
            guard works else { throw .syncFailed(file: name, errno: 5) }
        }
    }
}

extension FaultyDisk.Contents {
    fileprivate mutating func write(_ new: ArraySlice<UInt8>, at offset: Int) {
        guard !new.isEmpty else { return }
        let size = FaultyDisk.sectorBytes
        let end = offset + new.count
        if end > bytes.count { bytes += Array(repeating: 0, count: end - bytes.count) }
        for sector in offset / size...(end - 1) / size {
            if let lost = lost.removeValue(forKey: sector) { history[sector, default: []].append(lost) }
            history[sector, default: []].append(
                Array(bytes[sector * size..<min(bytes.count, (sector + 1) * size)]))
        }
        bytes.replaceSubrange(offset..<end, with: new)
    }

    fileprivate mutating func sync() {
        history = [:]
        syncedCount = bytes.count
    }

    fileprivate mutating func loseSync() {
        for (sector, versions) in history { lost[sector] = versions.first }
        history = [:]
    }

    fileprivate func afterCrash(using dice: inout Dice) -> [UInt8] {
        var image = bytes
        for (sector, old) in lost {
            let start = sector * FaultyDisk.sectorBytes
            let end = min(image.count, start + FaultyDisk.sectorBytes)
            let filled = old + Array(repeating: 0, count: FaultyDisk.sectorBytes)
            image.replaceSubrange(start..<end, with: filled[..<(end - start)])
        }
        for (sector, versions) in history.sorted(by: { $0.key < $1.key }) {
            let choice = Int.random(in: 0...versions.count, using: &dice)
            guard choice < versions.count else { continue }
            let start = sector * FaultyDisk.sectorBytes
            let end = min(image.count, start + FaultyDisk.sectorBytes)
            let old = versions[choice] + Array(repeating: 0, count: FaultyDisk.sectorBytes)
            image.replaceSubrange(start..<end, with: old[..<(end - start)])
        }
        return Array(image[..<Int.random(in: syncedCount...image.count, using: &dice)])
    }
}
