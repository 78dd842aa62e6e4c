public import Vocabulary

/// A fixed-length form of a tracking number, compiled for comparing bytes.
///
/// Written as upper-case letters and digits that stand for themselves, `#` for a digit, `@` for a letter, `*` for
/// either, and `{n}` to repeat the sign before: `LP#{14}` is `LP` and 14 digits, `@@#{9}@@` the form of S10.
public struct NumberPattern: Sendable, Hashable, CustomStringConvertible {
    /// Why a pattern cannot be used, and where in its text (counted from 0).
    public struct Malformed: Error, Equatable {
        public let offset: Int
        public let reason: String
    }

    private static let digit: UInt8 = 1
    private static let letter: UInt8 = 2

    /// For each byte of a number, what may stand there: a set of classes, or the very byte (from 0x30 on).
    private let places: [UInt8]
    /// As written.
    public let description: String

    public init(_ text: String) throws(Malformed) {
        var places: [UInt8] = []
        let signs = Array(text.utf8)
        var at = 0
        while at < signs.count {
            let sign = signs[at]
            switch sign {
            case UInt8(ascii: "#"): places.append(Self.digit)
            case UInt8(ascii: "@"): places.append(Self.letter)
            case UInt8(ascii: "*"): places.append(Self.digit | Self.letter)
            case 0x30...0x39, 0x41...0x5A: places.append(sign)
            case UInt8(ascii: "{"):
                let (count, end) = try Self.repetition(signs, at)
                guard let last = places.last else { throw Malformed(offset: at, reason: "nothing to repeat") }
                guard places.count - 1 + count <= Token.capacity else {
                    throw Malformed(offset: at, reason: "longer than \(Token.capacity) characters")
                }
                places.removeLast()
                places.append(contentsOf: repeatElement(last, count: count))
                at = end
            default:
                throw Malformed(offset: at, reason: "only A-Z, 0-9, #, @, * and {n} mean something here")
            }
            at += 1
        }
        guard !places.isEmpty else { throw Malformed(offset: 0, reason: "empty") }
        guard places.count <= Token.capacity else {
            throw Malformed(offset: 0, reason: "longer than \(Token.capacity) characters")
        }
        self.places = places
        description = text
    }

    /// Reads `{n}`; gives n and the place of the closing brace.
    private static func repetition(_ signs: [UInt8], _ start: Int) throws(Malformed) -> (Int, Int) {
        var count = 0
        var at = start + 1
        while at < signs.count, case 0x30...0x39 = signs[at], count <= Token.capacity {
            count = count * 10 + Int(signs[at] - 0x30)
            at += 1
        }
        guard at < signs.count, signs[at] == UInt8(ascii: "}"), (1...Token.capacity).contains(count) else {
            throw Malformed(offset: start, reason: "a repetition is {1} to {\(Token.capacity)}")
        }
        return (count, at)
    }

    /// How many bytes a number of this form has.
    public var length: Int { places.count }

    /// Whether the whole of `number` has this form.
    public func matches(_ number: Token) -> Bool {
        guard number.count == places.count else { return false }
        return unsafe number.withBytes { bytes in
            for at in places.indices {
                let place = places[at]
                let byte = unsafe bytes[at]
                if place >= 0x30 {
                    guard byte == place else { return false }
                } else {
                    guard Self.classes(of: byte) & place != 0 else { return false }
                }
            }
            return true
        }
    }

    private static func classes(of byte: UInt8) -> UInt8 {
        switch byte {
        case 0x30...0x39: digit
        case 0x41...0x5A: letter
        default: 0
        }
    }
}
