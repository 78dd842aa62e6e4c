import HTTPTypes
import Hummingbird

/// What watches the daemon: Prometheus, and whoever starts and stops it.
enum MonitoringRoutes {
    static let all: [Route] = [
        .get("/metrics") { call in
            try call.query().end()
            try call.principal.checkSeesAll("the daemon's figures")
            let house = call.house
            // In text format 0.0.4, as Prometheus reads it.
            return .text(
                try await house.watch.run { house.metrics() }, "text/plain; version=0.0.4; charset=utf-8")
        },
        // Open to everybody: whoever restarts a daemon has no token, and learns no more than that it lives.
        .get("/health/live", role: nil) { _ in .json("{\"alive\":true}") },
        .get("/health/ready", role: nil) { call in
            let house = call.house
            let (isReady, json) = try await house.watch.run { house.health() }
            // What is wrong is for those who may look.
            let text = call.principal.roles.contains(.read) ? json : "{\"ready\":\(isReady)}"
            return .json(text, status: isReady ? .ok : .serviceUnavailable)
        },
    ]
}
