import Glibc
import Synchronization

/// How many bytes an index holds, counted where they are mapped and unmapped.
final class MemoryMeter: Sendable {
    let bytes = Atomic<Int>(0)
}

/// Zeroed memory straight from the system: pages cost nothing until touched, and huge pages spare the
/// translation misses that random probes would pay.
@safe final class Region: @unchecked Sendable {
    // Whoever holds the region decides who may write; hand-overs go through the writer's mutex.
    let base: UnsafeMutableRawPointer
    let byteCount: Int
    /// Nil where a file lies behind it.
    private let meter: MemoryMeter?

    init(byteCount: Int, meter: MemoryMeter) {
        let mapped = unsafe mmap(
            nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            fatalError("out of memory: \(byteCount) bytes for the index")
        }
        unsafe base = mapped
        self.byteCount = byteCount
        self.meter = meter
        if byteCount >= 2 << 20 { _ = unsafe madvise(mapped, byteCount, MADV_HUGEPAGE) }
        meter.bytes.add(byteCount, ordering: .relaxed)
    }

    /// Zeroed memory with a nameless file in `directory` behind it: what grows with the number of entries lies on
    /// disk, and the system keeps in memory what of it is asked for.
    /// - Throws: ``IndexError`` when there is no room for it.
    init(byteCount: Int, onDiskIn directory: String) throws(IndexError) {
        let file = try NamelessFile(byteCount, in: directory)
        let mapped = unsafe mmap(
            nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw .last("map a file in", directory)
        }
        unsafe base = mapped
        self.byteCount = byteCount
        meter = nil
    }

    deinit {
        unsafe munmap(base, byteCount)
        meter?.bytes.subtract(byteCount, ordering: .relaxed)
    }

    /// The memory as `count` values of `type`.
    func bound<T: BitwiseCopyable>(to type: T.Type) -> UnsafeMutablePointer<T> {
        unsafe base.bindMemory(to: type, capacity: byteCount / MemoryLayout<T>.stride)
    }
}
