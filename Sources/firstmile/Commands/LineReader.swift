import Foundation
import Glibc

/// Lines of a file or of standard input, as bytes, read in large pieces.
final class LineReader {
    private let descriptor: CInt
    private let ownsDescriptor: Bool
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// A file cannot be opened.
    struct CannotOpen: Error, CustomStringConvertible {
        let path: String
        let code: CInt
        var description: String { unsafe "\(path) cannot be read: \(String(cString: strerror(code)))" }
    }

    /// - Parameter path: `-` is standard input.
    init(_ path: String) throws(CannotOpen) {
        ownsDescriptor = path != "-"
        descriptor = unsafe ownsDescriptor ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO
        guard descriptor >= 0 else { throw CannotOpen(path: path, code: errno) }
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    /// Bytes of the file; nil for a pipe.
    var byteCount: UInt64? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return UInt64(status.st_size)
    }

    /// The next line that holds more than white space; nil at the end.
    func next() -> [UInt8]? {
        while let line = nextLine() {
            if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return line }
        }
        return nil
    }

    private func nextLine() -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return Array(buffer[start..<end])
            }
            searched = buffer.count
            guard !isAtEnd else {
                defer { start = buffer.count }
                return start < buffer.count ? Array(buffer[start...]) : nil
            }
            let consumed = start
            refill()
            searched -= consumed
        }
    }

    private func refill() {
        buffer.removeFirst(start)
        start = 0
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 1 << 18))
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe read(descriptor, bytes.baseAddress.map { unsafe $0 + old }, 1 << 18)
        }
        buffer.removeLast((1 << 18) - max(0, count))
        if count == 0 || (count < 0 && errno != EINTR) { isAtEnd = true }
    }
}
