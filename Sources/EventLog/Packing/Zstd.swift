import CZstd

/// Packs one block after the other. Belongs to one thread.
@safe struct BlockPacker: ~Copyable {
    private let context: OpaquePointer

    /// - Parameter level: 1 to 19 as zstd counts; 3 packs 300 MB a second on one core.
    init(level: Int32) {
        guard let context = unsafe ZSTD_createCCtx() else { fatalError("no memory to pack a segment") }
        unsafe self.context = unsafe context
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    }

    deinit { _ = unsafe ZSTD_freeCCtx(context) }

    /// What `count` bytes may become at most.
    static func bound(_ count: Int) -> Int { ZSTD_compressBound(count) }

    /// Packs the bytes into a room that is large enough; returns how many they became.
    func pack(_ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = unsafe ZSTD_compress2(
            context, room.baseAddress, room.count, bytes.baseAddress, bytes.count)
        precondition(ZSTD_isError(count) == 0, "zstd failed on a block of \(bytes.count) bytes")
        return count
    }
}

/// Unpacks one block after the other. One thread at a time.
@safe final class BlockUnpacker {
    private let context: OpaquePointer

    init() {
        guard let context = unsafe ZSTD_createDCtx() else { fatalError("no memory to unpack a segment") }
        unsafe self.context = unsafe context
    }

    deinit { _ = unsafe ZSTD_freeDCtx(context) }

    /// False unless the packed bytes are exactly one block that fills the room.
    func unpack(_ packed: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Bool {
        let count = unsafe ZSTD_decompressDCtx(
            context, room.baseAddress, room.count, packed.baseAddress, packed.count)
        return count == room.count
    }
}
