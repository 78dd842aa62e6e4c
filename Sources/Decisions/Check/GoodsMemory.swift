import Vocabulary

/// What was said of names and codes, by their bytes: exact, bounded, and forgotten as a whole when it is full.
///
/// Verdicts never change under one rulebook, so nothing expires.
struct GoodsMemory: ~Copyable {
    /// Names and codes held at most.
    static let capacity = 16_384
    /// Bytes of names and codes held at most.
    static let byteCapacity = 1 << 20
    /// Of them with faults, whose texts weigh some hundred bytes.
    static let faultCapacity = 4_096

    private struct Place {
        var hash: UInt64 = 0
        var start: UInt32 = 0
        /// 0 is a free place.
        var count: UInt16 = 0
        /// Place in `faults`; 0 for none.
        var faults: UInt16 = 0
    }

    private var places = [Place](repeating: Place(), count: capacity * 2)
    private var bytes: [UInt8] = []
    private var faults: [[Finding]] = [[]]
    private(set) var count = 0

    /// Nil for what was never judged, or long ago.
    func faults(of key: RawSpan) -> [Finding]? {
        let hash = Self.hash(of: key)
        var index = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[index].count != 0 {
            let place = places[index]
            if place.hash == hash, Int(place.count) == key.byteCount, isEqual(place, key) {
                return faults[Int(place.faults)]
            }
            index = (index + 1) & (places.count - 1)
        }
        return nil
    }

    /// Remembers what was said of a key that is not known yet.
    mutating func keep(_ found: [Finding], of key: RawSpan) {
        guard key.byteCount > 0, key.byteCount <= Int(UInt16.max) else { return }
        if count == Self.capacity || bytes.count + key.byteCount > Self.byteCapacity
            || faults.count > Self.faultCapacity
        {
            forget()
        }
        let hash = Self.hash(of: key)
        var index = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[index].count != 0 { index = (index + 1) & (places.count - 1) }
        places[index] = Place(
            hash: hash, start: UInt32(bytes.count), count: UInt16(key.byteCount),
            faults: found.isEmpty ? 0 : UInt16(faults.count))
        unsafe key.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        if !found.isEmpty { faults.append(found) }
        count += 1
    }

    private mutating func forget() {
        for index in places.indices { places[index] = Place() }
        bytes.removeAll(keepingCapacity: true)
        faults.removeSubrange(1...)
        count = 0
    }

    private func isEqual(_ place: Place, _ key: RawSpan) -> Bool {
        let held = unsafe bytes.span.bytes.extracting(Int(place.start)..<Int(place.start) + Int(place.count))
        var at = 0
        while at + 8 <= key.byteCount {
            guard Self.word(held, at) == Self.word(key, at) else { return false }
            at += 8
        }
        while at < key.byteCount {
            let byte = unsafe key.unsafeLoad(fromByteOffset: at, as: UInt8.self)
            guard unsafe held.unsafeLoad(fromByteOffset: at, as: UInt8.self) == byte else { return false }
            at += 1
        }
        return true
    }

    private static func word(_ span: RawSpan, _ at: Int) -> UInt64 {
        unsafe span.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
    }

    private static func hash(of key: RawSpan) -> UInt64 {
        var hash = UInt64(key.byteCount) &* 0x9E37_79B9_7F4A_7C15
        var at = 0
        while at + 8 <= key.byteCount {
            hash = Token.fold(hash ^ word(key, at), 0xA076_1D64_78BD_642F)
            at += 8
        }
        var tail: UInt64 = 0
        while at < key.byteCount {
            tail = tail << 8 | UInt64(unsafe key.unsafeLoad(fromByteOffset: at, as: UInt8.self))
            at += 1
        }
        return Token.fold(hash ^ tail, 0xE703_7ED1_A0B4_28DB)
    }
}
