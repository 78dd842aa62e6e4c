/// The few things the log asks of a disk.
///
/// `Disk` is the real one. A test or a simulator stands in with one that crashes, tears or fills up. Names are
/// plain file names inside the one directory the log lives in.
public protocol Storage: Sendable {
    /// Where the files are, for messages.
    var directory: String { get }

    /// Claims the directory for one writer until the returned object goes away.
    /// - Throws: `LogError.locked` with the holder's process id.
    func lock() throws(LogError) -> any Sendable

    /// The names of all files, in any order.
    func list() throws(LogError) -> [String]

    /// Opens a file. `.create` empties one that is there.
    func open(_ name: String, for access: StorageAccess) throws(LogError) -> any StoredFile

    /// Gives a file another name. On return the new name survives a crash.
    func rename(_ name: String, to newName: String) throws(LogError)

    /// Takes a file away for good. On return it stays away after a crash. Only for files that another one stands
    /// for: nothing of the log is ever deleted.
    func remove(_ name: String) throws(LogError)

    /// Makes the names that `list` gives survive a crash: a process may have ended between giving a name and making
    /// sure of it.
    func syncNames() throws(LogError)

    /// Where a file is, for messages.
    func path(of name: String) -> String

    /// The names of the files that lie in the directory itself, when `list` also tells of an archive's.
    func listOwn() throws(LogError) -> [String]
}

extension Storage {
    public func path(of name: String) -> String { "\(directory)/\(name)" }
    public func listOwn() throws(LogError) -> [String] { try list() }
}

/// What a file is opened for.
public enum StorageAccess: Sendable {
    case read
    case write
    case create
}

/// One open file. Every open counts its own write errors, so a thread that syncs opens the file itself.
public protocol StoredFile: Sendable {
    /// The file's length in bytes.
    func size() throws(LogError) -> Int

    /// Fills the buffer from `offset` on; returns fewer bytes only at the end of the file.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(LogError) -> Int

    /// Writes all the bytes or throws; a throw may leave some of them written.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(LogError)

    /// Returns once everything written to this file will survive a crash (`fdatasync`).
    func sync() throws(LogError)
}
