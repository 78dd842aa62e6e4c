/// How long news travels from each kind of publisher, in milliseconds.
extension Dice {
    /// Seconds; never so long that a declaration would miss its own upload.
    mutating func declarationDelay() -> Int64 {
        Int64(logNormal(mean: 3_000, spread: 0.9)).clamped(150, 60_000)
    }

    /// Seconds; one in a hundred waits out a network failure.
    mutating func uploadDelay() -> Int64 {
        if chance(0.01) { return between(2 * minute, 30 * minute) }
        return Int64(logNormal(mean: 4_000, spread: 1)).clamped(150, 2 * minute)
    }

    /// Most of a minute; two in a hundred come hours later, when the warehouse's line is back.
    mutating func handoverDelay() -> Int64 {
        if chance(0.02) { return between(10 * minute, 4 * hour) }
        return Int64(logNormal(mean: 40_000, spread: 1.2)).clamped(1_000, hour)
    }

    /// Minutes, sometimes hours: carriers publish in rounds, and later rounds overtake earlier ones.
    mutating func carrierDelay() -> Int64 {
        if chance(0.06) { return between(hour, 10 * hour) }
        return Int64(logNormal(mean: 12 * 60_000, spread: 1.1)).clamped(2_000, 6 * hour)
    }

    mutating func platformDelay() -> Int64 {
        Int64(logNormal(mean: 90_000, spread: 1)).clamped(500, hour)
    }
}

let minute: Int64 = 60_000
let hour: Int64 = 60 * minute
