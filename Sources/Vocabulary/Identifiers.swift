/// A typed id around a ``Token``, so that a seller is never taken for an order.
public protocol Identifier: Hashable, Sendable, BitwiseCopyable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    var token: Token { get }
    init(_ token: Token)
}

extension Identifier {
    public var text: String { token.text }
    public var digest: UInt64 { token.digest }
    public var tableHash: UInt64 { token.tableHash }
    public var description: String { token.text }
    public init(stringLiteral value: String) { self.init(Token(stringLiteral: value)) }
    public static func < (one: Self, other: Self) -> Bool { one.token < other.token }
    public func hash(into hasher: inout Hasher) { hasher.combine(token.tableHash) }
}

/// An order of the platform; also the `subject` of its events. At most 39 bytes.
public struct OrderID: Identifier {
    public let token: Token
    public init(_ token: Token) { self.token = token }
}

/// A store: who is scored.
public struct SellerID: Identifier {
    public let token: Token
    public init(_ token: Token) { self.token = token }
}

/// A certified carrier, such as `cainiao` or `yanwen`.
public struct ProviderID: Identifier {
    public let token: Token
    public init(_ token: Token) { self.token = token }
}

/// The account that uploads numbers for a seller.
public struct ERPAccount: Identifier {
    public let token: Token
    public init(_ token: Token) { self.token = token }
}

/// A logistics line of a provider, such as `cainiao-standard`.
public struct LineID: Identifier {
    public let token: Token
    public init(_ token: Token) { self.token = token }
}

/// A carrier's parcel number: always text, numbers longer than 15 digits occur.
public struct TrackingNumber: Identifier {
    public let token: Token
    public init(_ token: Token) { self.token = token }

    /// Upper case without spaces and hyphens: the form in which numbers are compared (R14).
    public var normalised: TrackingNumber {
        var kept: [UInt8] = []
        let clean = unsafe token.withBytes { bytes in
            unsafe bytes.allSatisfy { $0 != 0x20 && $0 != 0x2D && !(0x61...0x7A).contains($0) }
        }
        if clean { return self }
        unsafe token.withBytes { bytes in
            for byte in unsafe Array(bytes) where byte != 0x20 && byte != 0x2D {
                kept.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
            }
        }
        return unsafe kept.withUnsafeBytes { unsafe Token(utf8: $0) }.map(TrackingNumber.init) ?? self
    }
}
