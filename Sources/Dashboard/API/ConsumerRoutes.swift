import Hummingbird
import Vocabulary
import Wire

/// The named consumers of the feed.
enum ConsumerRoutes {
    static let all: [Route] = [
        .get("/api/v1/consumers") { call in
            try call.query().end()
            try call.principal.checkSeesAll("what consumers read")
            let (end, consumers) = try await call.house.consumers.standings()
            var out = JSONObjectText()
            out.number("end", end.rawValue)
            out.raw("consumers", "[\(consumers.map(\.json).joined(separator: ","))]")
            return .json(out.end())
        }
    ]
}
