import Glibc

/// A file of the real disk, closed when the last reference goes.
final class DiskFile: StoredFile {
    private let descriptor: Int32
    private let path: String

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    func size() throws(LogError) -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw .system(operation: "measure", file: path, errno: errno) }
        return end
    }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(LogError) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var done = 0
        while done < buffer.count {
            let count = unsafe pread(descriptor, base + done, buffer.count - done, offset + done)
            if count == 0 { break }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw .system(operation: "read", file: path, errno: errno)
            }
        }
        return done
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(LogError) {
        guard let base = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let count = unsafe pwrite(descriptor, base + done, bytes.count - done, offset + done)
            if count >= 0 {
                done += count
            } else if errno == ENOSPC || errno == EDQUOT {
                throw .diskFull(file: path)
            } else if errno != EINTR {
                throw .system(operation: "write", file: path, errno: errno)
            }
        }
    }

    func sync() throws(LogError) {
        guard fdatasync(descriptor) == 0 else { throw .syncFailed(file: path, errno: errno) }
    }
}
