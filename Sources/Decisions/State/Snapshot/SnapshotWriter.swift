/// Collects the bytes of a snapshot and passes them on in large runs.
@safe struct SnapshotWriter {
    private static let usualBytes = 1 << 20

    private var buffer = [UInt8](repeating: 0, count: usualBytes)
    private var used = 0
    private let sink: (UnsafeRawBufferPointer) throws -> Void

    init(_ sink: @escaping (UnsafeRawBufferPointer) throws -> Void) { unsafe self.sink = sink }

    /// What `body` writes, which is at most so many bytes.
    mutating func put(atMost bound: Int, _ body: (inout PackWriter) -> Void) throws {
        // A token is written with forty bytes, whatever its length.
        let needed = bound + 40
        if used + needed > buffer.count { try flush() }
        if needed > buffer.count { buffer = [UInt8](repeating: 0, count: needed) }
        unsafe buffer.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var writer = unsafe PackWriter(at: base + used)
            body(&writer)
            used += writer.count
        }
    }

    mutating func put(count: Int) throws { try put(atMost: 10) { $0.put(UInt64(count)) } }

    /// Many bytes, passed on as they lie.
    mutating func put(_ bytes: [UInt8]) throws {
        try flush()
        try unsafe bytes.withUnsafeBytes { try unsafe sink($0) }
    }

    /// Passes on what is left.
    mutating func flush() throws {
        guard used > 0 else { return }
        try unsafe buffer.withUnsafeBytes { try unsafe sink(UnsafeRawBufferPointer(rebasing: $0[..<used])) }
        used = 0
    }
}
