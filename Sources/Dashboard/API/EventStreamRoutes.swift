import EventLog
import HTTPTypes
import Hummingbird
import Vocabulary
import Wire

/// The log as a stream of server-sent events.
enum EventStreamRoutes {
    static let all: [Route] = [.get("/api/v1/events/stream") { call in try await stream(call) }]

    private static func stream(_ call: Call) async throws -> Response {
        var query = try call.query()
        let filter = try filter(&query, call.principal)
        let start = try start(&query, call)
        try query.end()
        let house = call.house
        let (directory, durable) = (house.places.log, house.log.durable)
        guard start ?? 0 <= durable else {
            throw Problem.parameter(
                "from", "the log ends at \(durable), and \(start ?? 0) was asked for",
                fix: "begin at a position that there is, or at end")
        }
        let tail = try await house.scans.run { try LogTail(directory, from: start ?? durable, filter) }
        return try ServerSentEvents.response(to: call) { try await next(tail, house) }
    }

    /// The next piece; empty after a silence.
    private static func next(_ tail: LogTail, _ house: House) async throws -> String {
        let silent = ContinuousClock.now + HTTPLimits.heartbeat
        while true {
            let durable = house.log.durable
            let isIdle = ContinuousClock.now >= silent
            if tail.next < durable || isIdle {
                let piece = try await house.scans.run { try tail.turn(durable: durable, isIdle: isIdle) }
                if !piece.isEmpty || isIdle { return piece }
            } else {
                try await Task.sleep(for: .milliseconds(25))
            }
        }
    }

    /// Where it begins; nil: with what comes from now on. A browser that comes again says which event was its last.
    private static func start(_ query: inout Query, _ call: Call) throws -> UInt64? {
        let asked = query.text("from")
        if let name = HTTPField.Name("Last-Event-ID"), let last = call.request.headers[name] {
            guard let position = UInt64(last), position < UInt64(Int64.max) else {
                throw Problem.parameter(
                    "Last-Event-ID", "\(last) is no position", fix: "send the id of the last event that came")
            }
            return position + 1
        }
        guard let asked, asked != "end" else { return nil }
        guard let position = UInt64(asked), position <= UInt64(Int64.max) else {
            throw Problem.parameter("from", "from is \(asked)", fix: "send a position of the log, or end")
        }
        return position
    }

    private static func filter(_ query: inout Query, _ principal: Principal) throws(Problem) -> FeedFilter {
        var filter = FeedFilter()
        for text in try query.list("type") {
            guard let type = EventType(rawValue: text) else {
                let all = EventType.allCases.map(\.rawValue).joined(separator: ", ")
                throw .parameter("type", "there is no type \(text)", fix: "send some of \(all)")
            }
            filter.types.append(type)
        }
        filter.sellers = try query.list("sellerId")
        filter.countries = try query.list("country")
        filter.providers = try query.list("provider")
        filter.orders = try query.list("orderId")
        if let text = query.text("origin") {
            guard let origin = Origin(rawValue: text) else {
                throw .parameter("origin", "origin is \(text)", fix: "send fact or decision")
            }
            filter.origin = origin
        }
        guard let own = principal.sellers?.map(\.text) else { return filter }
        guard filter.sellers.allSatisfy({ own.contains($0) }) else {
            throw Problem(
                .forbidden, "forbidden", "The token does not allow this",
                detail: "the token \(principal.name ?? "") is not for all of these sellers",
                field: "sellerId",
                fix: "ask for \(own.joined(separator: ", "))")
        }
        if filter.sellers.isEmpty { filter.sellers = own }
        return filter
    }
}
