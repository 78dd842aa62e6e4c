import Vocabulary

/// Writes fields one behind the other into room that is large enough: numbers in as few bytes as they need, and a
/// time that was just written in one.
@safe struct PackWriter {
    private let start: UnsafeMutableRawPointer
    private var cursor: UnsafeMutableRawPointer
    private var lastTime = Int64.min

    /// - Parameter start: the room, with forty bytes behind what will be written.
    init(at start: UnsafeMutableRawPointer) {
        unsafe self.start = start
        unsafe cursor = start
    }

    /// Bytes written.
    var count: Int { unsafe cursor - start }

    /// As it lies in memory.
    mutating func put<Value: BitwiseCopyable>(raw value: Value) {
        unsafe cursor.storeBytes(of: value, as: Value.self)
        unsafe cursor += MemoryLayout<Value>.size
    }

    /// Seven bits a byte, low ones first.
    mutating func put(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            put(raw: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(raw: UInt8(rest))
    }

    mutating func put(_ name: Name) { put(UInt64(name.id)) }
    mutating func put(_ position: Position) { put(position.rawValue) }

    /// Its length and its bytes.
    mutating func put(_ token: Token) {
        put(raw: UInt8(token.count))
        unsafe cursor.storeBytes(of: token, as: Token.self)
        unsafe cursor += token.count
    }

    /// Nearly all times are whole milliseconds, and several of an order are one and the same.
    mutating func put(_ time: Instant) {
        let nanoseconds = time.nanoseconds
        if nanoseconds == lastTime { return put(raw: PackedTime.same) }
        lastTime = nanoseconds
        let (milliseconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        if rest == 0, milliseconds >= 0, milliseconds < 1 << 48 {
            put(raw: PackedTime.milliseconds)
            put(raw: UInt32(truncatingIfNeeded: milliseconds))
            put(raw: UInt16(truncatingIfNeeded: milliseconds >> 32))
        } else {
            put(raw: PackedTime.nanoseconds)
            put(raw: nanoseconds)
        }
    }

    mutating func put(_ bytes: [UInt8]) {
        put(UInt64(bytes.count))
        unsafe bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe cursor.copyMemory(from: base, byteCount: bytes.count)
        }
        unsafe cursor += bytes.count
    }
}

/// Reads what ``PackWriter`` wrote, in the same order.
@safe struct PackReader {
    private var cursor: UnsafeRawPointer
    private let start: UnsafeRawPointer
    private var lastTime = Int64.min

    init(at start: UnsafeRawPointer) {
        unsafe self.start = start
        unsafe cursor = start
    }

    /// Bytes read.
    var count: Int { unsafe cursor - start }

    mutating func raw<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        defer { unsafe cursor += MemoryLayout<Value>.size }
        return unsafe cursor.loadUnaligned(as: type)
    }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = raw(UInt8.self)
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    mutating func name() -> Name { Name(id: UInt32(truncatingIfNeeded: number())) }
    mutating func position() -> Position { Position(number()) }

    mutating func token() -> Token {
        let count = Int(raw(UInt8.self))
        defer { unsafe cursor += count }
        return unsafe Token(utf8: UnsafeRawBufferPointer(start: cursor, count: count)) ?? Token()
    }

    mutating func time() -> Instant {
        switch raw(UInt8.self) {
        case PackedTime.same: break
        case PackedTime.milliseconds:
            let low = raw(UInt32.self)
            lastTime = (Int64(low) | Int64(raw(UInt16.self)) << 32) * 1_000_000
        default: lastTime = raw(Int64.self)
        }
        return Instant(nanoseconds: lastTime)
    }

    mutating func bytes() -> [UInt8] {
        let count = Int(number())
        defer { unsafe cursor += count }
        return unsafe Array(UnsafeRawBufferPointer(start: cursor, count: count))
    }

    mutating func skip(_ count: Int) { unsafe cursor += count }
    mutating func skipToken() { skip(Int(raw(UInt8.self))) }
    mutating func skipBytes() { skip(Int(number())) }

    /// Whether this very token comes next.
    func isNext(_ token: Token) -> Bool {
        unsafe token.withBytes { bytes in
            unsafe cursor.loadUnaligned(as: UInt8.self) == UInt8(bytes.count)
                && UnsafeRawBufferPointer(start: cursor + 1, count: bytes.count).elementsEqual(bytes)
        }
    }
}

/// How a time was written.
private enum PackedTime {
    static let same: UInt8 = 0
    static let milliseconds: UInt8 = 1
    static let nanoseconds: UInt8 = 2
}
