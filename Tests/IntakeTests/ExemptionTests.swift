import Foundation
import Testing
import Vocabulary

@testable import Intake

struct ExemptionTests {
    @Test func `R6 an answer that names only its request finds an order that left memory`() throws {
        let desk = try Desk(finishedOrdersKept: 0)
        _ = try desk.take(Said.special("1"))
        _ = try desk.take(Said.requested("ex-1", for: "1"))
        _ = try desk.take(Said.handedOver("1"))
        try desk.wait(until: desk.now + .days(1))
        _ = try desk.take(Said.delivered("1"))
        #expect(desk.path.openOrders == 0)
        _ = try desk.take(Said.approved("ex-1"))
        let types = try desk.records().suffix(2).map(\.event.payload.type)
        #expect(types == [.validated, .deadlineWithdrawn])
        #expect(desk.path.openOrders == 0)
    }

    @Test func `R6 a request and its answer wait for each other through a restart`() throws {
        let desk = try Desk()
        _ = try desk.take(Said.special("1"))
        _ = try desk.take(Said.approved("ex-1"))
        try desk.restart()
        _ = try desk.take(Said.requested("ex-1", for: "1"))
        guard case .validated(let verdict) = try desk.records().last?.event.payload else {
            Issue.record("no verdict")
            return
        }
        #expect(verdict.status == .exempt)
    }

    @Test func `R6 a category's request concerns the open orders of a log that was folded again`() throws {
        let desk = try Desk()
        for order in ["1", "2"] { _ = try desk.take(Said.special(order)) }
        _ = try desk.take(Said.requested("ex-9", for: nil))
        try desk.restart()
        _ = try desk.take(Said.approved("ex-9"))
        let exempt = try desk.records().compactMap { record -> OrderID? in
            guard case .validated(let it) = record.event.payload, it.status == .exempt else { return nil }
            return it.orderID
        }
        #expect(exempt == ["1", "2"])
        #expect(try desk.take(Said.uploaded("1", at: "02:10:00")).verdict?.verdict == .exempt)
    }

    @Test func `R6 an answer to one request for several orders finds those that left memory too`() throws {
        let desk = try Desk(finishedOrdersKept: 0)
        for order in ["1", "2"] { _ = try desk.take(Said.special(order)) }
        for order in ["1", "2"] {
            let request = Said.requested("ex-1", for: order)
            _ = try desk.take(request.replacing("requested-ex-1", with: "requested-\(order)"))
        }
        try desk.wait(until: desk.now + .days(1))
        _ = try desk.take(Said.delivered("1"))
        #expect(desk.path.openOrders == 1)
        _ = try desk.take(Said.approved("ex-1"))
        #expect(try Self.exempt(desk) == ["1", "2"])
    }

    private static func exempt(_ desk: Desk) throws -> [OrderID] {
        try desk.records().compactMap { record in
            guard case .validated(let it) = record.event.payload, it.status == .exempt else { return nil }
            return it.orderID
        }.sorted()
    }
}
