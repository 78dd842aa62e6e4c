/// A 64-bit checksum of what is written: tells a torn or overwritten file from a good one.
///
/// Runs are summed entry by entry as they are written, two words at a time, which CChecksum's functions over whole
/// buffers cannot do. It guards against accidents, not against people; nothing outside these files knows it.
struct Checksum {
    private(set) var value: UInt64

    @inline(__always)
    init(seed: UInt64) { value = seed ^ 0xA076_1D64_78BD_642F }

    @inline(__always)
    mutating func add(_ one: UInt64, _ other: UInt64) {
        value = Mixing.fold(value ^ one ^ 0xE703_7ED1_A0B4_28DB, other ^ 0x8EBC_6AF0_9C88_C6E3)
    }

    /// Adds the bytes and their number.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 16 <= bytes.count {
            unsafe add(
                bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            offset += 16
        }
        var rest: (UInt64, UInt64) = (0, 0)
        unsafe withUnsafeMutableBytes(of: &rest) {
            unsafe $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset...]))
        }
        add(rest.0, rest.1)
        add(UInt64(bytes.count), 0)
    }
}
