import Vocabulary

/// Stable 64-bit digests: equal on every machine and in every run, because indexes on disk hold them.
///
/// Not a defence against somebody who looks for collisions: where two things must not be confused, the
/// texts themselves are compared.
public enum Digest {
    /// Of a text, such as a CloudEvents `source`.
    @inline(__always)
    public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        unsafe of(bytes.baseAddress, bytes.count, seed: 0x9E37_79B9_7F4A_7C15)
    }

    /// Of (source, id), which CloudEvents asks to be unique.
    @inline(__always)
    public static func of(source: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer) -> UInt64 {
        unsafe of(id.baseAddress, id.count, seed: of(source))
    }

    /// Of (source, id) where the digest of the source is known.
    @inline(__always)
    static func of(source: UInt64, id: UnsafeRawPointer?, _ count: Int) -> UInt64 {
        unsafe of(id, count, seed: source)
    }

    /// Folds 16 bytes at a time, the last ones filled up with zeros; the length goes in at the end.
    @inline(__always)
    static func of(_ start: UnsafeRawPointer?, _ count: Int, seed: UInt64) -> UInt64 {
        var hash = seed
        var offset = 0
        if let start = unsafe start {
            while offset + 16 <= count {
                let low = unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let high = unsafe start.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
                hash = Token.fold(hash ^ low.littleEndian, 0xA076_1D64_78BD_642F ^ high.littleEndian)
                offset += 16
            }
            var low: UInt64 = 0
            var high: UInt64 = 0
            if offset + 8 <= count {
                low = unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
                offset += 8
                high = unsafe partial(start + offset, count - offset)
            } else {
                low = unsafe partial(start + offset, count - offset)
            }
            hash = Token.fold(hash ^ low, 0xE703_7ED1_A0B4_28DB ^ high)
        }
        return Token.fold(hash ^ UInt64(count), 0x8EBC_6AF0_9C88_C6E3)
    }

    /// At most seven bytes as a little-endian number, reading none beyond them.
    @inline(__always)
    static func partial(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        guard count > 0 else { return 0 }
        if count >= 4 {
            let low = UInt64(unsafe start.loadUnaligned(as: UInt32.self).littleEndian)
            let high = UInt64(
                unsafe start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self).littleEndian)
            return low | high << UInt64((count - 4) * 8)
        }
        let first = UInt64(unsafe start.load(as: UInt8.self))
        let middle = UInt64(unsafe start.load(fromByteOffset: count / 2, as: UInt8.self))
        let last = UInt64(unsafe start.load(fromByteOffset: count - 1, as: UInt8.self))
        return first | middle << UInt64(count / 2 * 8) | last << UInt64((count - 1) * 8)
    }
}
