import Hummingbird
import Synchronization
import Views
import Wire

/// Which views have moved: a page that shows one asks it again then.
enum ChangeRoutes {
    static let all: [Route] = [
        .get("/api/v1/changes") { call in
            try call.query().end()
            let watch = ViewWatch(call.house)
            return try ServerSentEvents.response(to: call) { try await watch.next() }
        }
    ]
}

/// Sees views move, for one stream.
private final class ViewWatch: Sendable {
    /// Faster than anybody reads.
    private static let pause = Duration.milliseconds(250)

    private let house: House
    private let known = Mutex<[String: ProjectorStatus]>([:])

    init(_ house: House) { self.house = house }

    /// An event for each view that has moved since the last call, at first for all; empty after a silence.
    func next() async throws -> String {
        let silent = ContinuousClock.now + HTTPLimits.heartbeat
        while true {
            let moved = known.withLock { known in
                house.projectors().filter { status in
                    let before = known.updateValue(status, forKey: status.view)
                    return before?.checkpoint != status.checkpoint || before?.phase != status.phase
                }
            }
            if !moved.isEmpty {
                return moved.map { "event: view\ndata: \($0.json)\n\n" }.joined()
            }
            if ContinuousClock.now >= silent { return "" }
            try await Task.sleep(for: Self.pause)
        }
    }
}
