import HTTPTypes
import Synchronization

/// How often one token, or one address without any, may ask.
final class RateLimiter: Sendable {
    private struct Bucket {
        var left: Double
        var seen: ContinuousClock.Instant
    }

    /// Requests in a row, and then a second.
    private static let burst = 200.0
    private static let rate = 50.0
    /// Wrong tokens from one address, and after how many seconds one is forgiven.
    private static let guesses = 10.0
    private static let forgiven = 6.0
    private static let kept = 10_000

    private let buckets = Mutex<[String: Bucket]>([:])
    private let wrong = Mutex<[String: Bucket]>([:])

    /// - Throws: ``Problem`` when there were too many.
    func take(_ key: String) throws(Problem) {
        let left = Self.change(buckets, key, by: -1, Self.burst, Self.rate)
        guard left < 0 else { return }
        throw Self.tooMany("\(key) asks more than \(Int(Self.rate)) times a second", after: 1)
    }

    func checkGuesses(_ address: String) throws(Problem) {
        let left = Self.change(wrong, address, by: 0, Self.guesses, 1 / Self.forgiven)
        guard left < 1 else { return }
        throw Self.tooMany("too many wrong tokens came from \(address)", after: Int(Self.forgiven))
    }

    func countGuess(_ address: String) {
        _ = Self.change(wrong, address, by: -1, Self.guesses, 1 / Self.forgiven)
    }

    /// What is left after the change; a request too many is not taken from what comes back.
    private static func change(
        _ buckets: borrowing Mutex<[String: Bucket]>, _ key: String, by amount: Double, _ most: Double,
        _ rate: Double
    ) -> Double {
        let now = ContinuousClock.now
        return buckets.withLock { buckets in
            // Strangers must not grow our memory: those that asked nothing for long are full again.
            if buckets.count > kept {
                buckets = buckets.filter {
                    $0.value.left + ($0.value.seen.duration(to: now) / .seconds(1)) * rate < most
                }
                if buckets.count > kept { buckets.removeAll() }
            }
            var bucket = buckets[key] ?? Bucket(left: most, seen: now)
            bucket.left = min(most, bucket.left + (bucket.seen.duration(to: now) / .seconds(1)) * rate)
            bucket.seen = now
            let left = bucket.left + amount
            bucket.left = max(0, left)
            buckets[key] = bucket
            return left
        }
    }

    private static func tooMany(_ detail: String, after seconds: Int) -> Problem {
        Problem(
            .tooManyRequests, "too-many", "Too many requests", detail: detail,
            fix: "wait, and ask less often"
        ).retry(after: seconds)
    }
}
