import Foundation
import Testing

/// A rulebook with a new country, a 90-minute window and another rate card, written only from
/// `Schemas/rulebook/README.md`, beside the shipped one in a real daemon.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct OwnRulebookTests {
    private static let codiceFiscale = "RSSMRA85T10A562S"

    /// Handed over at 10:00 in Shanghai on the third day under the new rulebook; the last is a fortnight earlier.
    private static func story() throws -> OwnOrders {
        let handover = "2024-06-03T02:00:00Z"
        let taxed: [String: Any] = ["taxId": codiceFiscale]
        var orders = try OwnOrders()
        try orders.order("it-85", handedOver: handover, uploaded: "2024-06-03T03:25:00Z", number: 1, taxed)
        try orders.order(
            "it-90", handedOver: handover, uploaded: "2024-06-03T03:30:00Z", number: 2,
            ["taxId": "IT 07643520567"])
        try orders.order("it-95", handedOver: handover, uploaded: "2024-06-03T03:35:00Z", number: 3, taxed)
        try orders.order("it-none", handedOver: handover, uploaded: "2024-06-03T03:25:00Z", number: 4)
        try orders.order(
            "it-wrong", handedOver: handover, uploaded: "2024-06-03T03:35:00Z", number: 5,
            ["taxId": "0764352"])
        try orders.order(
            "it-ioss", handedOver: handover, uploaded: "2024-06-03T03:25:00Z", number: 6,
            ["ioss": "IM3800000004"])
        // The last millisecond before the new rulebook, and its first.
        try orders.order(
            "it-before", handedOver: "2024-05-31T15:59:59.999Z", uploaded: "2024-05-31T18:00:00Z", number: 7)
        try orders.order(
            "it-at", handedOver: "2024-05-31T16:00:00Z", uploaded: "2024-05-31T17:31:00Z", number: 8, taxed)
        try orders.order(
            "es-old", to: "ES", handedOver: "2024-05-20T02:00:00Z", uploaded: "2024-05-20T03:35:00Z",
            number: 9, ["ioss": "IM3720000224"])
        try orders.scan("es-old", "2024-05-21T02:00:00Z", "SC_INBOUND_SUCCESS")
        return orders
    }

    /// The daemon with both rulebooks and the story told.
    private func daemon(_ own: OwnRulebook) throws -> Daemon {
        let daemon = try Daemon()
        try daemon.start(arguments: [
            "--data", daemon.directory.path, "--intake", "tcp://127.0.0.1:*",
            "--rulebook", daemon.rulebook.path, "--rulebook", own.path,
        ])
        let sent = try daemon.publish(try Self.story().lines.joined(separator: "\n"))
        #expect(sent.status == 0, "\(sent.text)\(sent.errors)")
        try daemon.settle()
        return daemon
    }

    private func explain(_ order: String, _ daemon: Daemon, _ language: String = "en") throws -> String {
        let output = try Command.firstmile(
            "explain", order, "--lang", language, "--data", daemon.directory.path)
        #expect(output.status == 0, "\(output.errors)")
        return output.text
    }

    @Test func `the README's example is sound, and changes what it says and nothing else`() throws {
        let own = try OwnRulebook(settle: "30 s")
        defer { own.remove() }
        let lint = try Command.firstmile("rulebook", "lint", "--strict", "shipped", own.path)
        #expect(lint.status == 0, "\(lint.text)\(lint.errors)")
        #expect(lint.errors.contains("2 files: 0 errors, 0 warnings"), "\(lint.errors)")
        let diff = try Command.firstmile("rulebook", "diff", "shipped", own.path, "--format", "ndjson")
        let changed = Set(diff.objects.compactMap { $0["path"] as? String })
        let card = "fees.cards[cainiao-standard]"
        let others: Set<String> = changed.filter { !$0.hasPrefix("tax.countries.IT.") }
        #expect(
            others == [
                "name", "effectiveFrom", "mandate.countries[IT].country", "mandate.countries[IT].from",
                "\(card).clause", "\(card).from", "\(card).first.grams", "\(card).first.fen",
                "\(card).step.grams", "\(card).step.fen", "\(card).volumetricDivisor",
                "lines[cainiao-standard].transitDays.IT", "clock.uploadWindow", "clock.warnings",
                "tax.ioss.countries",
            ], "\(changed.sorted())")
        #expect(changed.count(where: { $0.hasPrefix("tax.countries.IT.") }) == 8, "\(changed.sorted())")
    }

    @Test func `a new country, a 90-minute window and another rate card work without a line of code`() throws
    {
        let own = try OwnRulebook()
        defer { own.remove() }
        let daemon = try daemon(own)
        try checkStanding(daemon)
        try checkMoney(daemon)
        try checkTold(daemon)
        try checkVoided(daemon)
    }

    /// Who must comply, until when, and who was late.
    private func checkStanding(_ daemon: Daemon) throws {
        let rows = try daemon.rows("compliance")
        func row(_ order: String) throws -> [String: Any] {
            try #require(rows.first { $0["orderId"] as? String == order }, "\(order)")
        }
        let expected: [(order: String, status: String, abnormal: Bool, deadline: String?, rules: String)] = [
            ("it-85", "compliant", false, "2024-06-03T03:30:00.000Z", "italy-2024-06@"),
            ("it-90", "compliant", false, "2024-06-03T03:30:00.000Z", "italy-2024-06@"),
            ("it-95", "compliant", true, "2024-06-03T03:30:00.000Z", "italy-2024-06@"),
            ("it-none", "intercepted", true, "2024-06-03T03:30:00.000Z", "italy-2024-06@"),
            ("it-wrong", "intercepted", true, "2024-06-03T03:30:00.000Z", "italy-2024-06@"),
            ("it-ioss", "compliant", false, "2024-06-03T03:30:00.000Z", "italy-2024-06@"),
            ("it-before", "not-applicable", false, nil, "firstmile-2023-11@"),
            ("it-at", "compliant", true, "2024-05-31T17:30:00.000Z", "italy-2024-06@"),
            ("es-old", "compliant", false, "2024-05-20T04:00:00.000Z", "firstmile-2023-11@"),
        ]
        #expect(rows.count == expected.count)
        for (order, status, abnormal, deadline, rules) in expected {
            let row = try row(order)
            #expect(row["status"] as? String == status, "\(row)")
            #expect(row["abnormal"] as? Bool == abnormal, "\(row)")
            #expect(row["deadlineAt"] as? String == deadline, "\(row)")
            #expect((row["rulebook"] as? String)?.hasPrefix(rules) == true, "\(row)")
        }
        for (order, seen) in [("it-none", ""), ("it-wrong", "0764352")] {
            let wrong = try #require(try daemon.rows("anomalies", "--order", order, "--kind", "TAX_ID").first)
            #expect(wrong["detail"] as? String == seen, "\(wrong)")
            #expect((wrong["fix"] as? String)?.contains("partita IVA of 11 digits") == true, "\(wrong)")
        }
        let late = try #require(
            try daemon.rows("anomalies", "--order", "it-95", "--kind", "LATE_UPLOAD").first)
        #expect(
            (late["message"] as? String)?.contains("more than 90 minutes after handover") == true, "\(late)")
        #expect((late["messageZh"] as? String)?.contains("交接90分钟之后") == true, "\(late)")
    }

    /// Reckoned by hand: 6000 cm³ by a divisor of 6000 are 1000 g; under the shipped card size does not count.
    private func checkMoney(_ daemon: Daemon) throws {
        let fees = try daemon.rows("fees")
        func amounts(_ order: String) throws -> [Int?] {
            let row = try #require(fees.first { $0["orderId"] as? String == order }, "\(order)")
            return [
                "weightGrams", "baseFen", "lightParcelFen", "ddpFen", "serviceFen", "couponFen", "totalFen",
            ]
            .map { row[$0] as? Int }
        }
        // 3500 + 4 × 290 for the 600 g above 400 g in steps of 150 g; 11.7 % of 4660 is 545.22.
        #expect(try amounts("it-85") == [1000, 4660, nil, 545, 250, -500, 4955])
        #expect(
            try amounts("it-95") == [1000, 4660, nil, 545, 250, nil, 5455], "an abnormal order has no coupon")
        // 3800 + 2 × 320; 11.7 % of 4440 is 519.48.
        #expect(try amounts("es-old") == [700, 4440, nil, 519, 250, -500, 4709])
        #expect(!fees.contains { $0["orderId"] as? String == "it-before" }, "it need not comply")

        let routed = try daemon.records().compactMap { record -> [String: Any]? in
            guard record["type"] as? String == "firstmile.routed.v1" else { return nil }
            return record["data"] as? [String: Any]
        }
        let route = try #require(routed.first { $0["orderId"] as? String == "it-85" })
        #expect(
            route["line"] as? String == "cainiao-standard"
                && route["options"] as? [String] == ["cainiao-standard"])
        let lines = try #require(route["considered"] as? [[String: Any]])
        let own = try #require(lines.first { $0["line"] as? String == "cainiao-standard" })
        #expect(own["days"] as? Int == 9 && own["costFen"] as? Int == 5205, "\(own)")
        let others = lines.filter { $0["line"] as? String != "cainiao-standard" }
        #expect(others.count == 3 && others.allSatisfy { $0["outcome"] as? String == "country" }, "\(lines)")
    }

    /// What people read of it.
    private func checkTold(_ daemon: Daemon) throws {
        let inTime = try explain("it-85", daemon)
        for words in [
            "1 h 25 min of 1 h 30 min used",
            "cainiao-standard taken: best by cost and time · ¥52.05 · 9 days",
            "¥49.55 = freight ¥46.60 + DDP ¥5.45 + service ¥2.50 − coupon ¥5.00",
            "cainiao-standard · 1000 g by size · freight: 3500 + 4 x 290 fen · DDP: +11.7 % · coupon: order 1 of 30",
        ] {
            #expect(inTime.contains(words), "\(words) is not in\n\(inTime)")
        }
        #expect(!inTime.contains("too late") && !inTime.contains("异常单"), "\(inTime)")
        let late = try explain("it-95", daemon)
        #expect(late.contains("1 h 35 min of 1 h 30 min used · 5 min too late"), "\(late)")
        let old = try explain("es-old", daemon)
        #expect(old.contains("1 h 35 min of 2 h used") && !old.contains("by size"), "\(old)")
        #expect(
            old.contains("SC_INBOUND_SUCCESS · origin-processing"),
            "a scan's code is its order's provider's: \(old)")
        let chinese = try explain("it-95", daemon, "zh")
        #expect(chinese.contains("超时 5 分") && chinese.contains("（按体积）"), "\(chinese)")
    }

    /// R21, R27: a voided number takes its fee with it; the next one brings it again, with the order's own coupon.
    private func checkVoided(_ daemon: Daemon) throws {
        var more = try Self.story()
        let told = more.lines.count
        func send() throws {
            #expect(try daemon.publish(more.lines.dropFirst(told).joined(separator: "\n")).status == 0)
            try daemon.settle()
        }
        func fee() throws -> [String: Any] { try #require(try daemon.rows("fees", "--order", "it-85").first) }
        let before = try fee()
        try more.void("it-85", "2024-06-03T04:00:00Z", number: 1)
        try send()
        #expect(try fee()["totalFen"] is NSNull && (try fee()["couponOrdinal"]) is NSNull)
        let waiting = try explain("it-85", daemon)
        #expect(waiting.contains("nothing is owed"), "\(waiting)")
        #expect(waiting.contains("Upload a new tracking number"), "\(waiting)")
        try more.upload("it-85", "2024-06-03T04:05:00Z", number: 10)
        try send()
        for column in ["totalFen", "couponFen", "couponOrdinal", "weightGrams"] {
            #expect(try fee()[column] as? Int == before[column] as? Int, "\(column)")
        }
        let row = try #require(try daemon.rows("compliance", "--order", "it-85").first)
        #expect(row["status"] as? String == "compliant" && row["abnormal"] as? Bool == false, "\(row)")
        #expect(row["trackingNumber"] as? String == OwnOrders.number(10), "\(row)")
    }
}
