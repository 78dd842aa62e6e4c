import EventLog
import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// One order, explained.
enum OrderRoutes {
    static let all: [Route] = [
        .get("/api/v1/orders/{id}") { call in
            var query = try call.query()
            let atLeast = try query.position("atLeast")
            try query.end()
            let order: OrderID = try Query.identifier(call.name("id"), "id")
            if let atLeast {
                try await Freshness(call.house).wait(for: atLeast, in: ViewName.compliance.rawValue)
            }
            return .json(try await OrderDesk(call).story(of: order).json)
        }
    ]
}

/// Finds orders in the log for whoever asks, pages and programs.
struct OrderDesk: Sendable {
    private let call: Call

    init(_ call: Call) { self.call = call }

    /// Everything that is known of an order, in the asker's language.
    ///
    /// - Throws: ``Problem`` for an order that nothing was recorded of, or that is not the asker's to see.
    func story(of order: OrderID) async throws -> OrderStory {
        let house = call.house
        let (found, rulebooks) = try await house.views.read(ViewName.compliance.rawValue) { reader in
            let rulebooks = try house.rulebooks.timetable(reader)
            let trail = try reader.trail(of: order)
            let history = try trail.map { trail in
                try Self.checkTail(from: trail.next, house)
                return try house.logs.read { log in
                    try OrderHistory(
                        of: order, in: log, at: trail.positions, tail: trail.next, limit: house.log.durable)
                }
            }
            return (history, rulebooks)
        }
        let history =
            if let found { found } else { try await search(order) }
        guard !history.records.isEmpty else { throw Self.unknown(order) }
        let story = OrderStory(
            history, rulebooks: rulebooks, language: Language(rawValue: call.language) ?? .en)
        // Whose order it is, is not told either.
        guard history.sellers.allSatisfy({ call.principal.maySee($0) }), call.principal.maySee(story.seller)
        else { throw Self.unknown(order) }
        return story
    }

    /// The view has not heard of it: it may be parked there, or so new that only the log's end has it.
    private func search(_ order: OrderID) async throws -> OrderHistory {
        let house = call.house
        let (parked, next) = try await house.views.read(ViewName.compliance.rawValue) { reader in
            var filter = ViewFilter()
            (filter.order, filter.limit) = (order, 1)
            return (try !reader.parked(filter).rows.isEmpty, try reader.checkpoint().next)
        }
        // An order that is nowhere must not cost a reading of the whole log.
        let from = parked ? Position(0) : next
        if !parked { try Self.checkTail(from: next, house) }
        return try await house.searches.run {
            try house.logs.read { log in
                try OrderHistory(of: order, in: log, at: [], tail: from, limit: house.log.durable)
            }
        }
    }

    /// - Throws: ``Problem`` where the view is so far behind that reading on would take long.
    private static func checkTail(from next: Position, _ house: House) throws(Problem) {
        let behind = house.log.durable - min(next.rawValue, house.log.durable)
        guard behind > HTTPLimits.tailRecords else { return }
        throw Problem(
            .serviceUnavailable, "behind", "The view is far behind the log",
            detail: "the view compliance has \(behind) records to read yet",
            fix: "ask again when it has caught up; if it has stopped, the runbook says what to do"
        ).retry(after: 5)
    }

    private static func unknown(_ order: OrderID) -> Problem {
        .unknown(
            "order", order.text, field: "id", fix: "look it up by its number: GET /api/v1/views/compliance")
    }
}
