/// Reads what ``SnapshotWriter`` wrote. Whoever fills it has made sure that the bytes are those that were written.
@safe public struct SnapshotReader {
    private static let usualBytes = 1 << 18

    private var buffer = [UInt8](repeating: 0, count: usualBytes)
    private var start = 0
    private var end = 0
    private let source: (UnsafeMutableRawBufferPointer) throws -> Int

    /// - Parameter source: fills a buffer, and gives the number of bytes: fewer than there is room for only at the end.
    public init(_ source: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        unsafe self.source = source
    }

    /// What `body` reads, which is at most so many bytes.
    mutating func get<Result>(atMost bound: Int, _ body: (inout PackReader) -> Result) throws -> Result {
        if end - start < bound { try refill(bound) }
        let (result, count) = unsafe buffer.withUnsafeBytes { bytes -> (Result?, Int) in
            guard let base = bytes.baseAddress else { return (nil, 0) }
            var reader = unsafe PackReader(at: base + start)
            let result = body(&reader)
            return (result, reader.count)
        }
        start += count
        guard let result, start <= end else { throw SnapshotError.tooShort }
        return result
    }

    mutating func count() throws -> Int {
        let count = try get(atMost: 10) { $0.number() }
        guard count < 1 << 40 else { throw SnapshotError.tooShort }
        return Int(count)
    }

    /// Many bytes, read to where they belong.
    mutating func bytes(_ count: Int) throws -> [UInt8] {
        let ready = min(count, end - start)
        let bytes = try unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
            let room = UnsafeMutableRawBufferPointer(room)
            unsafe buffer.withUnsafeBytes {
                unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + ready]))
            }
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[ready...])
            filled = unsafe ready + (rest.isEmpty ? 0 : try source(rest))
        }
        start += ready
        guard bytes.count == count else { throw SnapshotError.tooShort }
        return bytes
    }

    private mutating func refill(_ bound: Int) throws {
        let left = end - start
        if bound > buffer.count { buffer += [UInt8](repeating: 0, count: bound) }
        try unsafe buffer.withUnsafeMutableBytes { bytes in
            if left > 0, let base = bytes.baseAddress {
                unsafe base.copyMemory(from: base + start, byteCount: left)
            }
            end = left + (try unsafe source(UnsafeMutableRawBufferPointer(rebasing: bytes[left...])))
        }
        start = 0
    }
}

/// What is wrong with the bytes of a snapshot.
public enum SnapshotError: Error, CustomStringConvertible {
    /// They end before the state does, or say something that no state says.
    case tooShort

    public var description: String { "it ends before the state does" }
}
