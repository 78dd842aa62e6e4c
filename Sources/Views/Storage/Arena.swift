/// Elements that stay where they are, in pieces that are added one at a time: growing copies nothing, and what is not
/// used yet takes no memory.
///
/// Elements are lent in place, without being copied and without the checks of a class's property: every record of a
/// fold touches several rows of some hundred bytes. Belongs to one thread.
@safe final class Arena<Element> {
    /// Of a piece.
    private static var size: Int { 4096 }
    /// Sixty-seven million elements.
    private static var mostPieces: Int { 16_384 }

    private let pieces: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
    private(set) var count = 0

    init() { unsafe pieces = .allocate(capacity: Self.mostPieces) }

    deinit {
        for index in 0..<count {
            unsafe (pieces[index / Self.size] + index % Self.size).deinitialize(count: 1)
        }
        for piece in 0..<(count + Self.size - 1) / Self.size { unsafe pieces[piece].deallocate() }
        unsafe pieces.deallocate()
    }

    @inline(__always)
    private func place(_ index: Int) -> UnsafeMutablePointer<Element> {
        unsafe pieces[Int(bitPattern: UInt(bitPattern: index) / UInt(Self.size))]
            + Int(bitPattern: UInt(bitPattern: index) % UInt(Self.size))
    }

    subscript(index: Int) -> Element {
        @inline(__always) _read { yield unsafe place(index).pointee }
        @inline(__always) _modify { yield unsafe &place(index).pointee }
    }

    /// Reads a little of every second cache line of an element.
    @inline(__always)
    func glance(_ index: Int) -> UInt64 {
        var seen: UInt64 = 0
        for offset in stride(from: 0, to: MemoryLayout<Element>.size - 8, by: 128) {
            seen &+= unsafe UnsafeRawPointer(place(index)).loadUnaligned(
                fromByteOffset: offset, as: UInt64.self)
        }
        return seen
    }

    func append(_ element: Element) {
        if count % Self.size == 0 {
            precondition(count / Self.size < Self.mostPieces, "more than 67 million rows in memory")
            unsafe pieces[count / Self.size] = .allocate(capacity: Self.size)
        }
        unsafe place(count).initialize(to: element)
        count += 1
    }
}
