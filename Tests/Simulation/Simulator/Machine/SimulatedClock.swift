import Intake
import Vocabulary

/// The machine's clock, which goes as the simulator likes. Belongs to one thread.
final class SimulatedClock: Clock, @unchecked Sendable {
    /// Where a simulation begins.
    static let start = Instant(seconds: 1_715_040_000)  // 2024-05-07T00:00:00Z

    var time = start {
        didSet { latest = max(latest, time) }
    }
    /// The latest time it ever showed.
    private(set) var latest = start

    func now() -> Instant { time }
}
