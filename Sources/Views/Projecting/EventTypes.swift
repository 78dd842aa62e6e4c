public import Vocabulary
import Wire

/// Kinds of events, one bit each: what a view asks to be shown.
public struct EventTypes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    public init(_ types: EventType...) {
        self = types.reduce(into: []) { $0.formUnion(Self(rawValue: 1 << UInt64($1.index))) }
    }

    /// Those of which `isAmong` says yes: for a `switch` that a new kind of event must be added to.
    public init(where isAmong: (EventType) -> Bool) {
        self = EventType.allCases.filter(isAmong).reduce(into: []) { $0.formUnion(Self($1)) }
    }

    public static let all = Self(rawValue: .max)

    func contains(_ type: EventType) -> Bool { has(UInt8(type.index)) }

    /// By the type's place among all.
    @inline(__always)
    func has(_ index: UInt8) -> Bool { rawValue &>> UInt64(index) & 1 == 1 }
}
