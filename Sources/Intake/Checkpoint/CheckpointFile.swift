import CChecksum
import EventLog

/// A checkpoint as it lies on disk: a ``CheckpointHeader``, then blocks.
///
/// A block is a hash (u64) over what follows in it, its length (u32), its number (u32) and at most a mebibyte of
/// content, so that nothing is looked at before it is known to be what was written.
enum CheckpointFile {
    static let name = "checkpoint"
    /// While it is being written.
    static let partialName = "checkpoint.partial"
    static let blockHeaderBytes = 16
    static let blockBytes = 1 << 20

    /// Makes sure that the next start folds the log.
    static func discard(in storage: any Storage) throws(LogError) {
        guard try storage.list().contains(name) else { return }
        try storage.open(name, for: .create).sync()
    }
}

/// Writes one from its first block to its header.
@safe struct CheckpointWriter: ~Copyable {
    /// Unsynced bytes at most: a large sync would hold up those of the log beside it.
    private static let unsyncedBytes = 8 << 20

    private let storage: any Storage
    private let file: any StoredFile
    private var block: [UInt8]
    private var used = CheckpointFile.blockHeaderBytes
    private var offset = CheckpointHeader.byteCount
    private var synced = 0
    private var blocks: UInt64 = 0
    private var contentBytes: UInt64 = 0
    private var contentHash: UInt64 = 0

    init(in storage: any Storage) throws {
        self.storage = storage
        file = try storage.open(CheckpointFile.partialName, for: .create)
        block = [UInt8](repeating: 0, count: CheckpointFile.blockHeaderBytes + CheckpointFile.blockBytes)
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = unsafe bytes[...]
        while unsafe !rest.isEmpty {
            if used == block.count { try writeBlock() }
            let count = unsafe min(rest.count, block.count - used)
            unsafe block.withUnsafeMutableBytes {
                unsafe $0[used..<used + count].copyBytes(from: rest.prefix(count))
            }
            used += count
            unsafe rest = rest.dropFirst(count)
        }
    }

    private mutating func writeBlock() throws {
        let length = used - CheckpointFile.blockHeaderBytes
        guard length > 0 else { return }
        let hash = unsafe block.withUnsafeMutableBytes { [used, blocks] bytes in
            unsafe bytes.storeBytes(of: UInt32(length).littleEndian, toByteOffset: 8, as: UInt32.self)
            unsafe bytes.storeBytes(
                of: UInt32(truncatingIfNeeded: blocks).littleEndian, toByteOffset: 12, as: UInt32.self)
            let hash = unsafe firstmile_hash64(bytes.baseAddress.map { unsafe $0 + 8 }, used - 8)
            unsafe bytes.storeBytes(of: hash.littleEndian, as: UInt64.self)
            return hash
        }
        try unsafe block.withUnsafeBytes {
            try unsafe file.write(UnsafeRawBufferPointer(rebasing: $0[..<used]), at: offset)
        }
        contentHash = contentHash &* 0x9E37_79B9_7F4A_7C15 ^ hash
        contentBytes += UInt64(length)
        blocks += 1
        offset += used
        used = CheckpointFile.blockHeaderBytes
        guard offset - synced >= Self.unsyncedBytes else { return }
        try file.sync()
        synced = offset
    }

    /// Writes the header and gives the file its name: only now is it a checkpoint. Gives back its size.
    consuming func finish(layout: UInt32, mark: LogMark) throws -> Int {
        try writeBlock()
        var header = CheckpointHeader(layout: layout, mark: mark)
        header.blocks = blocks
        header.contentBytes = contentBytes
        header.contentHash = contentHash
        try unsafe header.bytes.withUnsafeBytes { try unsafe file.write($0, at: 0) }
        try file.sync()
        try storage.rename(CheckpointFile.partialName, to: CheckpointFile.name)
        return offset
    }
}

/// Reads one block by block, and hands out nothing that was not checked.
final class CheckpointReader {
    let header: CheckpointHeader
    private let file: any StoredFile
    private var block: [UInt8]
    /// What of the block was not handed out yet.
    private var rest = 0..<0
    private var offset = CheckpointHeader.byteCount
    private var blocks: UInt64 = 0
    private var contentHash: UInt64 = 0

    /// - Throws: ``CheckpointRefusal`` when there is none that this version reads, or none that the disk gives back.
    init(in storage: any Storage, layout: UInt32) throws(CheckpointRefusal) {
        let (size, found): (Int, Int)
        var bytes = [UInt8](repeating: 0, count: CheckpointHeader.byteCount)
        var isThere = false
        do throws(LogError) {
            isThere = try storage.list().contains(CheckpointFile.name)
        } catch { throw .damaged(error.problem) }
        guard isThere else { throw .absent }
        do throws(LogError) {
            file = try storage.open(CheckpointFile.name, for: .read)
            size = try file.size()
            found = try Self.read(file, at: 0, into: &bytes)
        } catch { throw .damaged(error.problem) }
        header = try CheckpointHeader(Array(bytes[..<found]), layout: layout)
        let expected =
            UInt64(CheckpointHeader.byteCount) + header.blocks * UInt64(CheckpointFile.blockHeaderBytes)
            + header.contentBytes
        guard header.blocks < 1 << 32, header.contentBytes < 1 << 48, UInt64(size) == expected
        else { throw .damaged("it has another length than its header says") }
        block = [UInt8](repeating: 0, count: CheckpointFile.blockHeaderBytes + CheckpointFile.blockBytes)
    }

    /// Fills the buffer; fewer bytes only at the end.
    func read(into room: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        while done < room.count {
            if rest.isEmpty, try !readBlock() { break }
            let count = min(rest.count, room.count - done)
            unsafe block.withUnsafeBytes {
                unsafe room[done..<done + count].copyBytes(from: $0[rest.prefix(count)])
            }
            rest = rest.dropFirst(count)
            done += count
        }
        return done
    }

    private static func read(
        _ file: any StoredFile, at offset: Int, into bytes: inout [UInt8]
    ) throws(LogError) -> Int {
        var span = bytes.mutableSpan
        return try unsafe span.withUnsafeMutableBytes { (room) throws(LogError) in
            try unsafe file.read(at: offset, into: room)
        }
    }

    private func readBlock() throws -> Bool {
        guard blocks < header.blocks else {
            guard contentHash == header.contentHash else {
                throw CheckpointRefusal.damaged("its blocks do not belong together")
            }
            return false
        }
        let found: Int
        do throws(LogError) {
            found = try Self.read(file, at: offset, into: &block)
        } catch { throw CheckpointRefusal.damaged(error.problem) }
        let (hash, length, number) = unsafe block.withUnsafeBytes { bytes in
            unsafe (
                UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)),
                Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))),
                UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
            )
        }
        let end = CheckpointFile.blockHeaderBytes + length
        guard length <= CheckpointFile.blockBytes, end <= found, UInt64(number) == blocks,
            unsafe block.withUnsafeBytes({
                unsafe firstmile_hash64($0.baseAddress.map { unsafe $0 + 8 }, end - 8)
            }) == hash
        else {
            throw CheckpointRefusal.damaged("block \(blocks), at byte \(offset), is not what was written")
        }
        contentHash = contentHash &* 0x9E37_79B9_7F4A_7C15 ^ hash
        rest = CheckpointFile.blockHeaderBytes..<end
        offset += end
        blocks += 1
        return true
    }

    /// Makes sure that nothing is left.
    func finish() throws {
        guard rest.isEmpty, try !readBlock() else {
            throw CheckpointRefusal.damaged("it goes on behind its end")
        }
    }
}
