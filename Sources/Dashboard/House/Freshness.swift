import EventLog
import HTTPTypes
import Views
import Vocabulary

/// Waits for a view to have read the log up to a position: who has just published wants to see it.
struct Freshness {
    private let house: House

    init(_ house: House) { self.house = house }

    /// - Throws: ``Problem`` where the log is not that long, or the view does not get there in time.
    func wait(for position: Position, in view: String) async throws {
        let end = ContinuousClock.now + HTTPLimits.patience
        while true {
            guard let status = house.standing(of: view) else { return }
            let isReady = status.phase == .following && status.checkpoint.next >= position
            if isReady { return }
            let (reached, durable) = (status.checkpoint.next, house.log.durable)
            guard position.rawValue <= durable else {
                throw Problem(
                    .conflict, "beyond-the-log", "The log is not that long",
                    detail: "the log ends at \(durable), and \(position.rawValue) was asked for",
                    field: "atLeast", fix: "ask for a position that an acknowledgement told, and one more"
                ).with("position", "\(reached.rawValue)")
            }
            guard status.phase != .failed, status.phase != .stopped, ContinuousClock.now < end else {
                throw Problem(
                    .serviceUnavailable, "behind", "The view is not there yet",
                    detail: "the view \(view) has reached \(reached.rawValue), not yet \(position.rawValue)",
                    field: "atLeast", fix: "ask again in a moment, or without atLeast"
                ).with("position", "\(reached.rawValue)").retry(after: 1)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
