/// Blobs appended to one file and read back by offset: the states of closed orders.
///
/// A record is its length (u32), its checksum (u32, over its place and the bytes) and the bytes. Appended
/// blobs stay in a buffer until that is full; reading finds them there. Everything is called by one thread.
///
/// The file is cut to what a ``Seal`` covers when it is opened again, so one offset may be written twice. A place
/// therefore says, above the offset, how often the file had been opened: a place that was given out after the last
/// seal is known to be no place any more.
@safe public final class StateFile {
    private static let headerBytes = 8
    /// What a first read asks for: most states are smaller, so one system call suffices.
    private static let usualBytes = 1024

    private static let offsetBits: UInt64 = 48
    /// The file is opened again at most so often.
    public static let mostLives = 1 << 16

    private let file: File
    /// Up to where each of the file's earlier lives counts.
    private let ends: [UInt64]
    private let meter = MemoryMeter()
    /// Appended and not yet written: the first `buffered` bytes.
    private var buffer: Region
    private var buffered = 0
    private var written: UInt64 = 0
    /// For reading from the file.
    private var scratch: Region

    /// Creates the file, or empties it.
    /// - Parameter bufferBytes: how much is collected before it is written; at least 1.
    /// - Throws: ``IndexError`` when it cannot be created.
    public init(_ path: String, bufferBytes: Int = 1 << 20) throws(IndexError) {
        precondition(bufferBytes > 0)
        file = try File(path, .create)
        ends = []
        buffer = Region(byteCount: bufferBytes, meter: meter)
        scratch = Region(byteCount: Self.usualBytes, meter: meter)
    }

    /// Opens the file again and cuts off whatever came after the seal.
    /// - Parameter ends: of the last ``Seal``, fewer than ``mostLives``.
    /// - Throws: ``IndexError`` when it cannot be opened, or is shorter than the seal says.
    public init(resuming path: String, ends: [UInt64], bufferBytes: Int = 1 << 20) throws(IndexError) {
        precondition(bufferBytes > 0 && ends.count < Self.mostLives)
        file = try File(path, .write)
        self.ends = ends
        buffer = Region(byteCount: bufferBytes, meter: meter)
        scratch = Region(byteCount: Self.usualBytes, meter: meter)
        written = ends.last ?? 0
        let found = try file.byteCount()
        guard found >= written else { throw .damaged(path: path, offset: found) }
        try file.cut(to: written)
    }

    /// What was appended up to some moment.
    public struct Seal: Sendable {
        fileprivate let file: File
        /// Up to where each life of the file counts, this one last.
        public let ends: [UInt64]

        /// Returns once all of it will survive a power failure; any thread.
        public func sync() throws(IndexError) { try file.sync() }
    }

    /// Writes what waits in memory, and tells how to open the file again with everything appended so far.
    /// - Throws: ``IndexError`` when it cannot be written.
    public func seal() throws(IndexError) -> Seal {
        if buffered > 0 { try flush() }
        return Seal(file: file, ends: ends + [written])
    }

    /// Bytes appended so far, the records' heads included.
    public var byteCount: UInt64 { written + UInt64(buffered) }

    /// Whether a blob was appended there that still counts.
    public func holds(_ place: UInt64) -> Bool {
        let life = Int(place >> Self.offsetBits)
        if life == ends.count { return Self.offset(place) < byteCount }
        return life < ends.count && Self.offset(place) < ends[life]
    }

    private static func offset(_ place: UInt64) -> UInt64 { place & (1 << offsetBits - 1) }

    /// Appends a blob of less than 4 GiB and gives the place to read it by.
    /// - Throws: ``IndexError`` when the buffer is full and cannot be written; the blob is not in then, and
    ///   the next append tries again.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(IndexError) -> UInt64 {
        let needed = Self.headerBytes + bytes.count
        if buffered + needed > buffer.byteCount { try flush() }
        if needed > buffer.byteCount { buffer = Region(byteCount: needed, meter: meter) }
        let offset = UInt64(ends.count) << Self.offsetBits | byteCount
        let record = unsafe buffer.base + buffered
        let checksum = unsafe Self.checksum(of: bytes, at: offset)
        unsafe record.storeBytes(of: UInt32(bytes.count).littleEndian, as: UInt32.self)
        unsafe record.storeBytes(of: checksum.littleEndian, toByteOffset: 4, as: UInt32.self)
        if let start = bytes.baseAddress {
            unsafe (record + Self.headerBytes).copyMemory(from: start, byteCount: bytes.count)
        }
        buffered += needed
        return offset
    }

    /// Lends the blob that was appended at `place`; the bytes are valid only in `body`.
    /// - Throws: ``IndexError`` when it cannot be read, or there is no whole blob at `place`.
    public func read<Result>(
        at place: UInt64, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(IndexError) -> Result {
        let offset = Self.offset(place)
        guard holds(place) else { throw damaged(at: offset) }
        if offset >= written {
            let skipped = Int(offset - written)
            let rest = unsafe UnsafeRawBufferPointer(start: buffer.base + skipped, count: buffered - skipped)
            return try unsafe lend(rest, at: place, body)
        }
        let usual = try unsafe fill(Self.usualBytes, from: offset)
        guard usual.count >= Self.headerBytes else { throw damaged(at: offset) }
        let needed = unsafe Self.headerBytes + Self.length(of: usual)
        if needed <= usual.count { return try unsafe lend(usual, at: place, body) }
        guard UInt64(needed) <= written - offset else { throw damaged(at: offset) }
        if needed > scratch.byteCount { scratch = Region(byteCount: needed, meter: meter) }
        return try unsafe lend(fill(needed, from: offset), at: place, body)
    }

    /// Checks the record at the beginning of `bytes` and lends its blob.
    private func lend<Result>(
        _ bytes: UnsafeRawBufferPointer, at place: UInt64, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(IndexError) -> Result {
        let offset = Self.offset(place)
        guard bytes.count >= Self.headerBytes else { throw damaged(at: offset) }
        let end = unsafe Self.headerBytes + Self.length(of: bytes)
        guard end <= bytes.count else { throw damaged(at: offset) }
        let blob = unsafe UnsafeRawBufferPointer(rebasing: bytes[Self.headerBytes..<end])
        let checksum = unsafe bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian
        guard unsafe Self.checksum(of: blob, at: place) == checksum else { throw damaged(at: offset) }
        return unsafe body(blob)
    }

    /// Reads up to `count` bytes into the scratch.
    private func fill(_ count: Int, from offset: UInt64) throws(IndexError) -> UnsafeRawBufferPointer {
        let place = unsafe UnsafeMutableRawBufferPointer(start: scratch.base, count: count)
        return unsafe UnsafeRawBufferPointer(start: scratch.base, count: try file.read(place, at: offset))
    }

    private func flush() throws(IndexError) {
        try unsafe file.write(UnsafeRawBufferPointer(start: buffer.base, count: buffered), at: written)
        written += UInt64(buffered)
        buffered = 0
    }

    private func damaged(at offset: UInt64) -> IndexError { .damaged(path: file.path, offset: offset) }

    private static func length(of record: UnsafeRawBufferPointer) -> Int {
        Int(unsafe record.loadUnaligned(as: UInt32.self).littleEndian)
    }

    /// The place is part of it, so that a record is never taken for another.
    private static func checksum(of bytes: UnsafeRawBufferPointer, at place: UInt64) -> UInt32 {
        var checksum = Checksum(seed: place)
        unsafe checksum.add(bytes)
        return UInt32(truncatingIfNeeded: checksum.value)
    }
}
