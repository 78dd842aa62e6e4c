/// A mebibyte of zeros, shared by all who write some.
@safe enum Zeros {
    static let count = 1 << 20
    nonisolated(unsafe) static let bytes = unsafe UnsafeRawBufferPointer(allocate())

    private static func allocate() -> UnsafeMutableRawBufferPointer {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 4096)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
        return unsafe memory
    }
}
