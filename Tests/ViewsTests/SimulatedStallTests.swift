import Foundation
import Rulebook
import Simulate
import Testing
import Vocabulary
import Wire

@testable import Views

/// The simulator knows which parcels are never heard of again: they are found, and no others.
struct SimulatedStallTests {
    @Test
    func `exactly the parcels that are never heard of again are STALLED at the end, and the lost are LOST`()
        throws
    {
        let seed: UInt64 = 4711
        var options = SimulationOptions(
            orders: 1500, seed: seed, days: 12, rates: .clean, tellsAllOrders: true)
        options.rates.lost = 0.02
        options.rates.delivered = 0.93
        let (records, unfinished, lost) = try Self.simulated(options)
        #expect(unfinished.count > 40 && lost.count > 10, "seed \(seed)")

        let bench = try Workbench()
        try bench.run(Anomalies.self, ListSource(records))
        let table = try bench.reader("anomalies").rows()
        func open(_ kind: String) -> Set<String> {
            let rows = table.rows.indices.filter {
                table[$0, "kind"] == .text(kind) && table[$0, "resolvedAt"] == .null
            }
            return Set(rows.map { table[$0, "orderId"]?.text ?? "" })
        }
        #expect(open("STALLED") == unfinished, "seed \(seed)")
        #expect(open("LOST") == lost, "seed \(seed)")
        // One in twenty steps is slower than its lane's 95th percentile; a parcel has five or six.
        let passing = table.rows.count { $0.contains(.text("STALLED")) } - unfinished.count
        #expect(passing > 50 && passing < 900, "seed \(seed): \(passing) stalls that ended")
    }

    /// The stream as a log: recorded as it arrives, with the gate's verdicts; and one record two months later.
    private static func simulated(
        _ options: SimulationOptions
    ) throws -> (records: [Recorded], unfinished: Set<String>, lost: Set<String>) {
        var simulator = try Simulator(options)
        var (events, truth): ([UInt8], [UInt8]) = ([], [])
        while simulator.write(events: &events, truth: &truth) {}
        var told: [String: [String: Any]] = [:]
        for line in truth.split(separator: 0x0A) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            if let order = object["orderId"] as? String { told[order] = object }
        }
        let decoder = EventDecoder()
        var batch = DecodedBatch()
        for line in events.split(separator: 0x0A) {
            unsafe Array(line).withUnsafeBytes { unsafe decoder.decode($0, as: .json, into: &batch) }
        }
        var records: [Recorded] = []
        var now = Instant(nanoseconds: 0)
        func record(_ event: Event, _ origin: Origin) {
            now = max(now, event.time)
            records.append(
                Recorded(
                    position: Position(UInt64(records.count)), recordedAt: now, origin: origin, event: event))
        }
        for case .event(let decoded) in batch.items {
            record(decoded.event, .fact)
            guard case .numberUploaded(let upload) = decoded.event.payload,
                let status = told[upload.orderID.text]?["status"] as? String
            else { continue }
            var verdict = Validated(orderID: upload.orderID, verdict: .pass)
            verdict.status = ComplianceStatus(rawValue: status)
            verdict.trackingNumber = upload.trackingNumber
            verdict.acceptedNumber = upload.trackingNumber
            verdict.acceptedProvider = upload.provider
            verdict.firstAcceptedAt = decoded.event.time
            record(Event(time: decoded.event.time, payload: .validated(verdict)), .decision)
        }
        record(
            Event(time: now + .days(60), payload: .complained(Complained(orderID: "bystander"))), .fact)
        func orders(_ condition: ([String: Any]) -> Bool) -> Set<String> {
            Set(told.filter { condition($0.value) }.map(\.key))
        }
        return (
            records, orders { $0["unfinished"] as? Bool == true },
            orders { ($0["anomalies"] as? [String])?.contains("LOST") == true }
        )
    }
}
