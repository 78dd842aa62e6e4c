import EventLog
import Foundation
import Rulebook
import Testing
import Vocabulary
import Wire

@testable import Replay

struct WhatIfTests {
    /// Orders that change, ids from high to low or as chance has it, each another store's or one of three.
    private func outcomes(_ count: Int, step: Int) throws -> [OrderOutcomes] {
        try (0..<count).map { number in
            let name = String(10_000 + (number * step) % count)
            var order = OrderOutcomes(try #require(Token(name).map(OrderID.init(_:))))
            order.seller = Token("store-\(number % 3)").map(SellerID.init(_:))
            (order.before.status, order.after.status) = (.awaitingNumber, .intercepted)
            return order
        }
    }

    @Test(arguments: [1, 7, 999]) func `a list that is cut holds the first orders, and every count is whole`(
        step: Int
    ) throws {
        let all = try outcomes(1000, step: step)
        let whole = WhatIf(all)
        let cut = WhatIf(all, listing: 10)
        #expect(whole.changed.count == 1000 && whole.changedOrders == 1000)
        #expect(cut.changed.map(\.id) == whole.changed.prefix(10).map(\.id))
        #expect(cut.changedOrders == 1000 && cut.orders == 1000 && cut.counts == whole.counts)
        #expect(cut.transitions == whole.transitions && cut.stores.map(\.changed) == [334, 333, 333])
        #expect(cut.changed.capacity < 64, "it is not held as a whole meanwhile either")
        #expect(WhatIf(all, listing: 0).changed.isEmpty && WhatIf(all, listing: 0).changedOrders == 1000)
    }

    @Test func `the answer says that its list is cut`() throws {
        let all = try outcomes(20, step: 1)
        func answer(_ whatIf: WhatIf, limit: Int?) throws -> [String: Any] {
            let json = whatIf.json(before: "a", after: "b", facts: 1, limit: limit)
            return try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        }
        for (whatIf, limit, listed) in [
            (WhatIf(all), nil, 20), (WhatIf(all), 5, 5), (WhatIf(all, listing: 10), nil, 10),
            (WhatIf(all, listing: 10), 15, 10),
        ] as [(WhatIf, Int?, Int)] {
            let answer = try answer(whatIf, limit: limit)
            #expect(answer["changed"] as? Int == 20 && (answer["orderList"] as? [Any])?.count == listed)
            #expect(answer["orderListCut"] as? Bool == (listed < 20))
        }
    }

    @Test(arguments: [true, false])
    func `a study of more orders than it may hold ends with what to do instead`(hasScores: Bool) throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-study-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let log = try EventLog.open(directory: directory.path)
        let encoder = RecordEncoder()
        let time = Instant(seconds: 1_714_980_000)
        for order in ["a-1", "a-2", "a-3"] as [OrderID] {
            let fact = Payload.handedOver(
                HandedOver(orderID: order, sellerID: "store-1", provider: "cainiao"))
            var bytes: [UInt8] = []
            encoder.encode(fact, id: order.text, time: time, origin: .fact, cause: nil, into: &bytes)
            _ = unsafe bytes.withUnsafeBytes { unsafe log.append($0) }
        }
        log.commitIfIdle()
        while log.durable < log.next {
            log.commitIfIdle()
            _ = log.waitForRecords(beyond: log.next - 1, atMost: .milliseconds(50))
        }
        log.close()
        var study = WhatIfStudy()
        study.hasScores = hasScores
        for most in [nil, 3] as [Int?] {
            study.mostOrders = most
            let answer = try study.run(logIn: directory.path, rulebooks: []) { _, _, _ in }
            #expect(answer.whatIf.orders == 3)
        }
        study.mostOrders = 2
        #expect {
            try study.run(logIn: directory.path, rulebooks: []) { _, _, _ in }
        } throws: {
            "\($0)".contains("more than 2 orders") && "\($0)".contains("firstmile replay")
        }
    }

    @Test func `a million orders fit beside the daemon's work`() {
        // An array that grows holds half of it once more, and the ids are held twice.
        let each = MemoryLayout<OrderOutcomes>.stride * 3 / 2 + 2 * MemoryLayout<(OrderID, Int)>.stride
        #expect(each <= 640, "\(MemoryLayout<OrderOutcomes>.stride)")
    }
}
