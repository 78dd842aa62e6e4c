import CChecksum

/// Little-endian loads and stores: the format is the same on every machine.
extension UnsafeRawPointer {
    func load<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int) -> T {
        T(littleEndian: unsafe loadUnaligned(fromByteOffset: offset, as: type))
    }
}

extension UnsafeMutableRawPointer {
    func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at offset: Int) {
        unsafe storeBytes(of: value.littleEndian, toByteOffset: offset, as: T.self)
    }
}

enum Checksum {
    static func of(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt32 {
        unsafe firstmile_crc32c(bytes, count)
    }
}

enum FrameHash {
    static func of(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
        unsafe firstmile_hash64(bytes, count)
    }
}

extension Int {
    /// Frames begin at multiples of 8, so that a search for one need not look at every byte.
    var roundedUpTo8: Int { (self + 7) & ~7 }
}
