import Glibc

/// The real disk: one directory of a file system, and the archives that its sealed segments were moved to.
public struct Disk: Storage {
    public let directory: String
    /// Named in the file `archives` of the directory, so that every reader finds them. Only read from.
    public let archives: [String]

    /// - Parameter creating: makes the directory (not its parents) when it is not there.
    public init(_ directory: String, creating: Bool = false) throws(LogError) {
        self.directory = directory
        archives = ArchiveList.read(directory)
        guard creating else { return }
        guard unsafe mkdir(directory, 0o777) == 0 || errno == EEXIST else {
            throw .system(operation: "make the directory", file: directory, errno: errno)
        }
        // Also when it was there: whoever made it may have ended before this.
        try syncDirectory(directory + "/..")
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Here, or in the archive that has it.
    public func path(of name: String) -> String {
        if unsafe access(path(name), F_OK) == 0 { return path(name) }
        return archives.map { "\($0)/\(name)" }.first { unsafe access($0, F_OK) == 0 } ?? path(name)
    }

    public func lock() throws(LogError) -> any Sendable { try WriterLock(path("writer.lock")) }

    public func list() throws(LogError) -> [String] {
        var names = try listOwn()
        for archive in archives {
            names += try Self.list(archive).filter { SegmentName.first(of: $0) != nil }
        }
        return names
    }

    public func listOwn() throws(LogError) -> [String] { try Self.list(directory) }

    private static func list(_ directory: String) throws(LogError) -> [String] {
        guard let stream = unsafe opendir(directory) else {
            throw .system(operation: "list", file: directory, errno: errno)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }

    public func open(_ name: String, for access: StorageAccess) throws(LogError) -> any StoredFile {
        let flags =
            switch access {
            case .read: O_RDONLY
            case .write: O_RDWR
            case .create: O_RDWR | O_CREAT | O_TRUNC
            }
        var descriptor = unsafe Glibc.open(path(name), flags | O_CLOEXEC, 0o666)
        for archive in archives where descriptor < 0 && errno == ENOENT && access == .read {
            descriptor = unsafe Glibc.open("\(archive)/\(name)", flags | O_CLOEXEC)
            if descriptor >= 0 { return DiskFile(descriptor: descriptor, path: "\(archive)/\(name)") }
        }
        guard descriptor >= 0 else {
            if errno == ENOSPC { throw .diskFull(file: path(name)) }
            throw .system(operation: "open", file: path(name), errno: errno)
        }
        return DiskFile(descriptor: descriptor, path: path(name))
    }

    public func rename(_ name: String, to newName: String) throws(LogError) {
        guard unsafe Glibc.rename(path(name), path(newName)) == 0 else {
            if errno == ENOSPC { throw .diskFull(file: path(newName)) }
            throw .system(operation: "rename \(path(name)) to", file: path(newName), errno: errno)
        }
        try syncDirectory(directory)
    }

    public func remove(_ name: String) throws(LogError) {
        let descriptor = unsafe Glibc.open(path(name), O_RDWR | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        // First, so that nobody opens what is about to shrink.
        guard unsafe unlink(path(name)) == 0 else {
            throw .system(operation: "remove", file: path(name), errno: errno)
        }
        try syncDirectory(directory)
        if descriptor >= 0 { giveBack(descriptor) }
    }

    /// Gives the blocks of a file without a name back in steps, since giving back a large file in one made every sync
    /// beside it wait for a quarter of a second. Not where somebody else still reads it: he keeps it whole to the end.
    private func giveBack(_ descriptor: Int32) {
        // Granted only to whoever is alone in having the file open.
        guard fcntl(descriptor, Self.setLease, F_WRLCK) == 0 else { return }
        var size = lseek(descriptor, 0, SEEK_END)
        while size > Self.removalStepBytes {
            size -= Self.removalStepBytes
            guard ftruncate(descriptor, size) == 0 else { return }
        }
    }

    public func syncNames() throws(LogError) { try syncDirectory(directory) }

    private static let removalStepBytes = 16 << 20
    /// `F_SETLEASE`, which Glibc's module leaves out.
    private static let setLease: Int32 = 1024

    /// A name is durable only once its directory was synced.
    private func syncDirectory(_ directory: String) throws(LogError) {
        let descriptor = unsafe Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .system(operation: "open", file: directory, errno: errno)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .syncFailed(file: directory, errno: errno) }
    }
}
