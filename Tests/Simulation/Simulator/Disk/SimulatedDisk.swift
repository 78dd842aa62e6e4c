import EventLog

/// A disk in memory that does what disks do at their worst. Belongs to one thread.
final class SimulatedDisk: Storage, @unchecked Sendable {
    let directory = "log"
    private var names: [String: Inode] = [:]
    /// What a power failure leaves of the names.
    private var durableNames: [String: Inode] = [:]
    private var isLocked = false
    private var dice: Dice
    let plan: Plan
    /// No fault happens while it is calm.
    var isCalm = false
    /// Power or process are gone: nothing happens any more.
    private(set) var isOff = false
    /// Operations until that happens.
    var operationsLeft: Int?
    /// Bytes that files may still grow by.
    var room = Int.max
    private(set) var operations = 0
    /// What happened to it, for the story of a seed.
    var tell: (String) -> Void = { _ in }

    init(_ plan: Plan, _ dice: Dice) {
        self.plan = plan
        self.dice = dice
    }

    /// The same content on a disk that does nothing by itself.
    func clone() -> SimulatedDisk {
        let other = SimulatedDisk(plan, dice)
        other.names = names.mapValues { $0.copy() }
        other.durableNames = other.names
        other.isCalm = true
        return other
    }

    /// Every file as a process sees it.
    var files: [String: [UInt8]] { names.mapValues(\.bytes) }

    func inode(_ name: String) -> Inode? { names[name] }

    /// At rest: nobody has the disk.
    func lose(_ name: String) {
        names[name] = nil
        durableNames[name] = nil
    }

    /// The process is gone, and with it its locks; with the power goes what was not synced.
    func restart(powerFailed: Bool) {
        isOff = false
        isLocked = false
        operationsLeft = nil
        guard powerFailed else { return }
        // Since the last sync of the directory at most one name was given: it is there or not, never in part.
        if dice.chance(0.5) { durableNames = names }
        names = durableNames
        let loss = dice.pick(Inode.Loss.allCases)
        for (_, inode) in names.sorted(by: { $0.key < $1.key }) {
            inode.loseBetween(loss, &dice, sectorBytes: plan.sectorBytes)
        }
        tell("disk: of what was not synced \(loss) was lost")
    }

    func turnOff() { isOff = true }

    /// Every operation begins here. True: it is the last one, and may be done in part.
    private func begins(_ operation: String, _ name: String) throws(LogError) -> Bool {
        operations += 1
        guard !isOff else { throw .system(operation: operation, file: name, errno: 5) }
        guard let left = operationsLeft else { return false }
        operationsLeft = left - 1
        guard left <= 0 else { return false }
        isOff = true
        tell("disk: gone during \(operation) of \(name)")
        return true
    }

    private func fails(_ share: Double) -> Bool { !isCalm && dice.chance(share) }

    // MARK: Storage

    func lock() throws(LogError) -> any Sendable {
        guard !isLocked else { throw .locked(file: directory, pid: 1) }
        isLocked = true
        return Lock(disk: self)
    }

    func list() throws(LogError) -> [String] { names.keys.sorted() }

    func open(_ name: String, for access: StorageAccess) throws(LogError) -> any StoredFile {
        let isLast = try begins("open", name)
        if isLast, access != .create || dice.chance(0.5) {
            throw .system(operation: "open", file: name, errno: 5)
        }
        if access == .create, names[name] == nil {
            guard room > 0 else { throw .diskFull(file: name) }
            names[name] = Inode()
        }
        guard let inode = names[name] else { throw .system(operation: "open", file: name, errno: 2) }
        if access == .create {
            inode.empty()
        }
        if isLast { throw .system(operation: "open", file: name, errno: 5) }
        return File(disk: self, inode: inode, name: name)
    }

    func rename(_ name: String, to newName: String) throws(LogError) {
        let isLast = try begins("rename", name)
        if isLast, dice.chance(0.5) { throw .system(operation: "rename", file: name, errno: 5) }
        guard let inode = names.removeValue(forKey: name) else {
            throw .system(operation: "rename", file: name, errno: 2)
        }
        names[newName] = inode
        // A rename is followed by a sync of the directory; before that it may have reached the disk by itself.
        if !isLast || dice.chance(0.5) { durableNames = names }
        if isLast { throw .system(operation: "rename", file: name, errno: 5) }
    }

    func remove(_ name: String) throws(LogError) {
        let isLast = try begins("remove", name)
        if isLast, dice.chance(0.5) { throw .system(operation: "remove", file: name, errno: 5) }
        names[name] = nil
        if !isLast || dice.chance(0.5) { durableNames = names }
        if isLast { throw .system(operation: "remove", file: name, errno: 5) }
    }

    func syncNames() throws(LogError) {
        if try begins("sync", directory) { throw .syncFailed(file: directory, errno: 5) }
        durableNames = names
    }

    private final class Lock: Sendable {
        let disk: SimulatedDisk
        init(disk: SimulatedDisk) { self.disk = disk }
        deinit { disk.isLocked = false }
    }

    private final class File: StoredFile, @unchecked Sendable {
        let disk: SimulatedDisk
        let inode: Inode
        let name: String
        private var failuresSeen: Int

        init(disk: SimulatedDisk, inode: Inode, name: String) {
            self.disk = disk
            self.inode = inode
            self.name = name
            failuresSeen = inode.failures
        }

        func size() throws(LogError) -> Int { inode.bytes.count }

        func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(LogError) -> Int {
            if try disk.begins("read", name) { throw .system(operation: "read", file: name, errno: 5) }
            if disk.fails(disk.plan.readFails) {
                disk.tell("disk: a read of \(name) fails")
                throw .system(operation: "read", file: name, errno: 5)
            }
            let count = max(0, min(inode.bytes.count - offset, buffer.count))
            guard count > 0 else { return 0 }
            unsafe inode.bytes.withUnsafeBytes {
                unsafe buffer.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0[offset..<(offset + count)]))
            }
            return count
        }

        func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(LogError) {
            let isLast = try disk.begins("write", name)
            if isLast || disk.fails(disk.plan.writeFails) {
                let count = disk.dice.below(bytes.count + 1)
                inode.write(unsafe Array(bytes[..<count]), at: offset)
                disk.tell("disk: of \(bytes.count) bytes at \(offset) of \(name) \(count) were written")
                throw .system(operation: "write", file: name, errno: 5)
            }
            let grown = max(0, offset + bytes.count - inode.bytes.count)
            let kept = bytes.count - max(0, grown - disk.room)
            if disk.room != .max { disk.room -= min(grown, disk.room) }
            if kept > 0 { inode.write(unsafe Array(bytes[..<kept]), at: offset) }
            guard kept == bytes.count else { throw .diskFull(file: name) }
        }

        func sync() throws(LogError) {
            if try disk.begins("sync", name) { throw .syncFailed(file: name, errno: 5) }
            if disk.fails(disk.plan.syncFails) {
                inode.failToSync(&disk.dice, sectorBytes: disk.plan.sectorBytes)
                disk.tell("disk: a sync of \(name) fails")
            }
            guard failuresSeen == inode.failures else {
                failuresSeen = inode.failures
                throw .syncFailed(file: name, errno: 5)
            }
            inode.sync()
        }
    }
}
