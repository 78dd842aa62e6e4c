/// Times as CloudEvents writes them, such as `2024-05-06T02:00:00.000Z`.
public enum RFC3339 {
    /// The longest text ``write(_:to:)`` writes.
    public static let longest = 30

    /// Nil unless it is a date and a time with `Z` or an offset, of a year from 1970 to 2262, with at most
    /// nine digits of a second: more would have to be rounded. A leap second (`:60`) has no place of its own
    /// on our scale and is not accepted.
    public static func parse(_ text: UnsafeRawBufferPointer) -> Instant? {
        guard text.count >= 20, text.count <= 35, let start = text.baseAddress else { return nil }
        var isDigits = true
        @inline(__always) func digits(_ offset: Int, _ length: Int) -> Int64 {
            var value: Int64 = 0
            for index in offset..<(offset &+ length) {
                let digit = unsafe start.load(fromByteOffset: index, as: UInt8.self) &- 0x30
                if digit > 9 { isDigits = false }
                value = value &* 10 &+ Int64(digit)
            }
            return value
        }
        @inline(__always) func byte(_ offset: Int) -> UInt8 {
            unsafe start.load(fromByteOffset: offset, as: UInt8.self)
        }
        let (year, month, day) = (digits(0, 4), digits(5, 2), digits(8, 2))
        let (hour, minute, second) = (digits(11, 2), digits(14, 2), digits(17, 2))
        guard isDigits, byte(4) == 0x2D, byte(7) == 0x2D, byte(10) | 0x20 == 0x74, byte(13) == 0x3A,
            byte(16) == 0x3A
        else { return nil }
        guard year >= 1970, year <= 2262, month >= 1, month <= 12, day >= 1,
            day <= CivilDate.length(of: month, year),
            hour < 24, minute < 60, second < 60
        else { return nil }

        var offset = 19
        var fraction: Int64 = 0
        if byte(19) == 0x2E {
            var scale: Int64 = 100_000_000
            offset = 20
            while offset < text.count, byte(offset) &- 0x30 <= 9 {
                guard scale > 0 else { return nil }
                fraction += Int64(byte(offset) - 0x30) * scale
                scale /= 10
                offset += 1
            }
            guard offset > 20, offset < text.count else { return nil }
        }
        var shift: Int64 = 0
        switch byte(offset) {
        case 0x5A, 0x7A:
            guard offset + 1 == text.count else { return nil }
        case let sign where sign == 0x2B || sign == 0x2D:
            guard offset + 6 == text.count, byte(offset + 3) == 0x3A else { return nil }
            let (hours, minutes) = (digits(offset + 1, 2), digits(offset + 4, 2))
            guard isDigits, hours < 24, minutes < 60 else { return nil }
            shift = (hours * 3600 + minutes * 60) * (sign == 0x2B ? 1 : -1)
        default:
            return nil
        }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - shift
        let (whole, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow) = whole.addingReportingOverflow(fraction)
        guard seconds >= 0, !tooLarge, !overflow else { return nil }
        return Instant(nanoseconds: sum)
    }

    /// Appends the time in UTC, with three digits of a second, or six or nine where three do not say it all.
    public static func append(_ instant: Instant, to bytes: inout [UInt8]) {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longest) { room in
            let length = unsafe write(instant, to: room.baseAddress)
            unsafe bytes.append(
                contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<length]))
        }
    }

    /// Writes what ``append(_:to:)`` appends and returns how many bytes that were: at most ``longest``.
    public static func write(_ instant: Instant, to out: UnsafeMutablePointer<UInt8>?) -> Int {
        guard let out = unsafe out else { return 0 }
        let perSecond: Int64 = 1_000_000_000
        let below = instant.nanoseconds % perSecond
        let fraction = below < 0 ? below + perSecond : below
        let seconds = instant.nanoseconds / perSecond - (below < 0 ? 1 : 0)
        let second = ((seconds % 86_400) + 86_400) % 86_400
        let date = CivilDate(daysSince1970: (seconds - second) / 86_400)
        @inline(__always) func put(_ value: Int64, _ offset: Int, _ width: Int) {
            var rest = value
            for place in stride(from: offset &+ width &- 1, through: offset, by: -1) {
                unsafe out[place] = 0x30 &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
        put(date.year, 0, 4)
        unsafe out[4] = 0x2D
        put(date.month, 5, 2)
        unsafe out[7] = 0x2D
        put(date.day, 8, 2)
        unsafe out[10] = 0x54
        put(second / 3600, 11, 2)
        unsafe out[13] = 0x3A
        put(second / 60 % 60, 14, 2)
        unsafe out[16] = 0x3A
        put(second % 60, 17, 2)
        unsafe out[19] = 0x2E
        let width: Int
        if fraction % 1_000_000 == 0 {
            put(fraction / 1_000_000, 20, 3)
            width = 3
        } else if fraction % 1000 == 0 {
            put(fraction / 1000, 20, 6)
            width = 6
        } else {
            put(fraction, 20, 9)
            width = 9
        }
        unsafe out[20 + width] = 0x5A
        return 21 + width
    }
}

extension Instant {
    /// Nil where ``RFC3339/parse(_:)`` is.
    public init?(rfc3339 text: String) {
        var copy = text
        guard let instant = copy.withUTF8({ unsafe RFC3339.parse(UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = instant
    }

    /// RFC 3339 in UTC, such as `2024-05-06T02:00:00.000Z`, as exact as the instant is.
    public var text: String {
        unsafe String(unsafeUninitializedCapacity: RFC3339.longest) {
            unsafe RFC3339.write(self, to: $0.baseAddress)
        }
    }
}
