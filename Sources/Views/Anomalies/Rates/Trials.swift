import Rulebook

/// What a record shows of its parcel's part in the failure rates: a trial, and whether it failed.
struct Trials: OptionSet, Sendable, Equatable {
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    static func trial(_ rate: WatchedRate) -> Self { Self(rawValue: 1 << number(rate)) }

    static func failure(_ rate: WatchedRate) -> Self { Self(rawValue: 1 << (number(rate) + 4)) }

    mutating func count(_ rate: WatchedRate, failed: Bool) {
        insert(.trial(rate))
        if failed { insert(.failure(rate)) }
    }

    /// In the view's file, so they never change.
    private static func number(_ rate: WatchedRate) -> UInt8 {
        switch rate {
        case .intercepted: 0
        case .abnormal: 1
        case .lost: 2
        }
    }
}
