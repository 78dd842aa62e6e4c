import Glibc

/// An open file, closed with its last holder. All system calls on files are here.
final class File: Sendable {
    let path: String
    private let descriptor: Int32

    enum Mode {
        case read
        case write
        /// Emptied if it exists.
        case create
    }

    init(_ path: String, _ mode: Mode) throws(IndexError) {
        self.path = path
        let flags =
            switch mode {
            case .read: O_RDONLY | O_CLOEXEC
            case .write: O_RDWR | O_CLOEXEC
            case .create: O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC
            }
        descriptor = unsafe open(path, flags, 0o640)
        guard descriptor >= 0 else { throw .last("open", path) }
    }

    deinit { Glibc.close(descriptor) }

    /// Writes all bytes at `offset`.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(IndexError) {
        var done = 0
        while done < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
            let written = unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
            if written > 0 {
                done += written
            } else if written == 0 || errno != EINTR {
                throw .last("write", path)
            }
        }
    }

    /// Fills the buffer from `offset`; gives the number of bytes, fewer than asked only at the end.
    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(IndexError) -> Int {
        var done = 0
        while done < buffer.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
            if count == 0 { break }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw .last("read", path)
            }
        }
        return done
    }

    /// Returns once everything written will survive a power failure.
    func sync() throws(IndexError) {
        guard fdatasync(descriptor) == 0 else { throw .last("sync", path) }
    }

    func cut(to byteCount: UInt64) throws(IndexError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw .last("cut", path) }
    }

    func byteCount() throws(IndexError) -> UInt64 {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .last("inspect", path) }
        return UInt64(status.st_size)
    }
}

/// A file of zeros that nobody else can find and that is gone with its last user.
struct NamelessFile: ~Copyable {
    let descriptor: Int32

    /// Its room on the disk is taken at once: a full disk is an error here, not a signal at the first write.
    init(_ byteCount: Int, in directory: String) throws(IndexError) {
        // The six letters are replaced by others that no file has yet.
        var path = "\(directory)/run-mapped-\(String(repeating: "X", count: 6))".utf8CString
        descriptor = unsafe path.withUnsafeMutableBufferPointer { path in
            guard let path = path.baseAddress else { return -1 }
            let descriptor = unsafe mkstemp(path)
            guard descriptor >= 0 else { return -1 }
            _ = unsafe unlink(path)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return descriptor
        }
        guard descriptor >= 0 else { throw .last("create a file in", directory) }
        var code = EINTR
        while code == EINTR { code = posix_fallocate(descriptor, 0, off_t(byteCount)) }
        guard code == 0 else {
            throw .system(operation: "take \(byteCount) bytes for a file in", path: directory, code: code)
        }
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }
}

/// The names in a directory.
enum Directory {
    static func make(_ path: String) throws(IndexError) {
        guard unsafe mkdir(path, 0o750) == 0 || errno == EEXIST else { throw .last("create", path) }
    }

    static func names(in path: String) throws(IndexError) -> [String] {
        guard let directory = unsafe opendir(path) else { throw .last("list", path) }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let item = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &item.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }

    static func rename(_ old: String, to new: String) throws(IndexError) {
        guard unsafe Glibc.rename(old, new) == 0 else { throw .last("rename", old) }
    }

    static func remove(_ path: String) { _ = unsafe unlink(path) }

    /// Cuts `step` bytes off the end of the file, or removes it when little is left; true when it is gone.
    static func shrink(_ path: String, by step: Int) -> Bool {
        var status = stat()
        let isLarge = unsafe stat(path, &status) == 0 && status.st_size > step
        if isLarge, unsafe truncate(path, status.st_size - off_t(step)) == 0 { return false }
        remove(path)
        return true
    }
}

extension IndexError {
    static func last(_ operation: String, _ path: String) -> IndexError {
        .system(operation: operation, path: path, code: errno)
    }
}
