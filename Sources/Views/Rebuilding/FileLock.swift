import Foundation
import Glibc

/// Held by the one process that may do something. The kernel lets go of it when the process ends, however it ends.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Nil when somebody holds it.
    init?(_ path: String) throws(ViewError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .file("open", path, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw .file("lock", path, code) }
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
