import Foundation
import Simulate
import Testing
import Vocabulary

private let window: Int64 = 7_200_000

struct TruthTests {
    private let sample: Sample
    private var orders: [(told: Told, facts: Facts)] { sample.orders }

    init() throws { sample = try Sample.shared.get() }

    @Test func `all orders are told when asked for`() {
        #expect(orders.count == 4_000)
        #expect(Set(orders.map(\.told.id)).count == 4_000)
    }

    @Test func `late is more than two hours, to the millisecond`() {
        let bound = ["compliant", "intercepted"]
        for (told, facts) in orders where told.uploadedAt != nil && bound.contains(told.status) {
            let taken = (told.uploadedAt ?? 0) - (told.handedOverAt ?? 0)
            #expect(told.anomalies.contains("LATE_UPLOAD") == (taken > window), "\(told.id)")
            #expect(told.isAbnormal == (taken > window), "\(told.id)")
            #expect(told.handedOverAt == facts.handovers.min(), "\(told.id)")
        }
        let boundary = orders.filter { $0.told.scenario == "exactly-two-hours" }
        #expect(boundary.count > 5)
        for (told, _) in boundary {
            #expect((told.uploadedAt ?? 0) - (told.handedOverAt ?? 0) == window)
            #expect(told.anomalies.subtracting(["LOST"]).isEmpty)
        }
    }

    @Test func `some uploads are late by one millisecond`() {
        #expect(orders.contains { ($0.told.uploadedAt ?? 0) - ($0.told.handedOverAt ?? 0) == window + 1 })
    }

    @Test func `missing means that nothing was accepted`() {
        for (told, facts) in orders where told.anomalies.contains("MISSING_UPLOAD") {
            #expect(told.uploadedAt == nil && told.isAbnormal)
            #expect((told.status == "awaiting-number") == facts.uploads.isEmpty)
            #expect(facts.deliveredAt == nil && facts.firstScan == nil, "a blocked parcel never moves")
        }
    }

    @Test func `the accepted time is an upload's or a corrected declaration's`() {
        for (told, facts) in orders where told.uploadedAt != nil {
            let times =
                told.scenario.hasPrefix("corrected") ? facts.declared.map(\.time) : facts.uploads.map(\.time)
            #expect(times.contains(told.uploadedAt ?? 0), "\(told.id) \(told.scenario)")
        }
    }

    @Test func `a bad phone is one whose last declaration is not strict`() throws {
        let codes = [
            "ES": "+34", "FR": "+33", "DE": "+49", "NL": "+31", "PL": "+48", "SA": "+966", "AE": "+971",
        ]
        for (told, facts) in orders where told.status != "not-applicable" && !facts.declared.isEmpty {
            let code = try #require(codes[told.country])
            let national = facts.lastPhone.dropFirst(code.count)
            let isStrict =
                facts.lastPhone.hasPrefix(code) && national.first != "0" && !national.contains(" ")
            #expect(told.anomalies.contains("PHONE_FORMAT") == !isStrict, "\(told.id) \(facts.lastPhone)")
        }
    }

    @Test func `out of order follows from arrival or from times alone`() {
        for (told, facts) in orders {
            let handedOver = facts.handovers.min() ?? 0
            let declared = facts.declared.map(\.time).min() ?? .min
            let isOut =
                facts.deliveredFirst || handedOver < declared || (facts.deliveredAt ?? .max) < handedOver
            #expect(told.anomalies.contains("OUT_OF_ORDER") == isOut, "\(told.id)")
            let isLost = facts.isLost && facts.deliveredAt == nil
            #expect(told.anomalies.contains("LOST") == isLost, "\(told.id)")
            #expect(told.resolved.contains("LOST") == (facts.isLost && !isLost), "\(told.id)")
        }
    }

    @Test func `a parcel is unfinished when it was dispatched and neither arrived nor was lost`() {
        for (told, facts) in orders {
            let hasEnded = facts.deliveredAt != nil || facts.isLost
            #expect(!(told.isUnfinished && hasEnded), "\(told.id)")
            if facts.firstScan != nil, !hasEnded { #expect(told.isUnfinished, "\(told.id)") }
        }
        #expect(orders.count(where: \.told.isUnfinished) > 50)
    }

    @Test func `two orders share a number only in a planned conflict`() {
        var owners: [String: String] = [:]
        let uploads = orders.filter { $0.told.scenario != "number-conflict" }
        for (told, facts) in uploads {
            for upload in facts.uploads {
                let owner = owners.updateValue(told.id, forKey: upload.number)
                #expect(owner == nil || owner == told.id)
            }
        }
        let conflicts = orders.filter { $0.told.scenario == "number-conflict" }
        #expect(!conflicts.isEmpty)
        for (told, facts) in conflicts {
            let owner = facts.uploads.first.flatMap { owners[$0.number] }
            #expect(owner != nil && owner != told.id)
            #expect(told.anomalies == ["NUMBER_CONFLICT", "MISSING_UPLOAD"])
        }
    }

    @Test func `numbers have their provider's form, except where planned`() {
        let forms: [String: Regex<Substring>] = [
            "cainiao": /LP\d{14}/, "winit": /ID\d{14}CN/, "4px": /4PX\d{13}CN/, "yanwen": /[A-Z]{2}\d{9}CN/,
            "acme-express": /AX\d{12}/,
        ]
        for (told, facts) in orders {
            for upload in facts.uploads {
                let fits = forms[upload.provider].map { upload.number.wholeMatch(of: $0) != nil } ?? false
                let isRight = fits && (upload.provider != "yanwen" || hasRightCheckDigit(upload.number))
                #expect(isRight != told.anomalies.contains("NUMBER_FORMAT"), "\(upload.number)")
            }
        }
    }

    /// Kinds that are no order's, and that cannot follow from a stream alone: with the reason.
    private static let notOfOrders: [AnomalyKind: String] = [
        .publisherGap: "told by a line of its own: `publisher-gap`",
        .stalled:
            "it takes the log's time, not the events': told by `unfinished`, held by SimulatedStallTests",
        .rateAlarm: "it takes days of the log's time: told by `bad-day`, held by SimulatedDaysTests",
        .backdated:
            "the shipped rulebook believes every clock: held by SimulatedDaysTests, which believes fewer",
    ]

    @Test func `every kind, every code and every scenario occurs in twenty thousand orders`() throws {
        let world = try World(SimulationOptions(orders: 20_000, seed: 1))
        let planted = Set(world.summary.anomalies.keys)
        let named = Set(Self.notOfOrders.keys)
        for kind in AnomalyKind.allCases {
            #expect(
                planted.contains(kind) != named.contains(kind),
                "\(kind.rawValue) is neither planted nor named with the reason why not, or it is both")
        }
        #expect(Set(world.summary.findings.keys) == Set(FindingCode.allCases))
        #expect(Set(world.summary.scenarios.keys) == Set(Scenario.allCases))
        #expect(Set(world.summary.statuses.keys) == Set(ComplianceStatus.allCases))
        #expect(world.summary.publisherGaps > 0)
        #expect(try world.told("bad-day").count == 1)
        #expect(world.summary.orders == 20_000)
        let lines = try world.told("order")
        #expect(lines.count < 3_000, "ordinary orders are told only when asked for")
        let lost = Double(world.summary.anomalies[.lost] ?? 0) / 20_000
        #expect(abs(lost - 0.0018) < 0.001)
    }

    @Test func `without planned trouble every mandatory order complies`() throws {
        let world = try World(SimulationOptions(orders: 2_000, seed: 9, rates: .clean))
        #expect(Set(world.summary.statuses.keys) == [.compliant, .notApplicable])
        #expect(world.summary.abnormal == 0 && world.summary.anomalies.isEmpty)
        #expect(world.summary.duplicates == 0 && world.summary.publisherGaps == 0)
        #expect(try world.told("order").isEmpty)
    }

    @Test func `journeys lie near the source's benchmarks`() throws {
        let clean = orders.filter { $0.told.scenario == "ordinary" }
        let moved = clean.filter { $0.facts.firstScan != nil }
        let network = moved.map { days(from: $0.told.handedOverAt, to: $0.facts.firstScan) }.mean
        #expect(abs(network - 1.2) < 0.08, "on the network after \(network) days")
        let spain = clean.filter { $0.told.country == "ES" && $0.facts.deliveredAt != nil }
            .map { days(from: $0.told.handedOverAt, to: $0.facts.deliveredAt) }.mean
        #expect(abs(spain - 9.4) < 0.25, "delivered in Spain after \(spain) days")
        let delivered = Double(clean.filter { $0.facts.deliveredAt != nil }.count) / Double(clean.count)
        #expect(abs(delivered - 0.967) < 0.008, "delivered: \(delivered)")
    }
}

private func days(from start: Int64?, to end: Int64?) -> Double {
    Double((end ?? 0) - (start ?? 0)) / 86_400_000
}

extension [Double] {
    fileprivate var mean: Double { reduce(0, +) / Double(count) }
}

/// Digit by digit as R16 writes it.
private func hasRightCheckDigit(_ number: String) -> Bool {
    let digits = number.compactMap(\.wholeNumberValue)
    guard digits.count == 9 else { return false }
    let sum = zip(digits, [8, 6, 4, 2, 3, 5, 9, 7]).reduce(0) { $0 + $1.0 * $1.1 }
    let check = 11 - sum % 11
    return digits[8] == (check == 10 ? 0 : check == 11 ? 5 : check)
}
