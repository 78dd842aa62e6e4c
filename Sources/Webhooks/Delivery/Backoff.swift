/// How long to wait before an event is sent again: twice as long each time, up to five minutes, and never quite the
/// same, so that many who wait do not come back at once.
struct Backoff: Sendable {
    static let first = 1.0
    static let longest = 300.0
    /// What a receiver may ask for in `Retry-After`.
    static let longestAsked = 3600.0

    /// In seconds.
    ///
    /// - Parameters:
    ///   - failures: in a row, from 1.
    ///   - asked: what the receiver asked for, in seconds.
    ///   - chance: from 0 to 1.
    static func pause(after failures: Int64, asked: Double?, chance: Double) -> Double {
        let doubled = first * Double(1 << min(max(failures - 1, 0), 20))
        let pause = min(doubled, longest) * (0.5 + 0.5 * chance)
        return max(pause, min(asked ?? 0, longestAsked))
    }
}
