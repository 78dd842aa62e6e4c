import Foundation
import Testing

/// `firstmile view` for programs: every format parses and says the same, with the columns that are promised.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ViewCommandTests {
    private static let columns = [
        "compliance": [
            "orderId", "sellerId", "country", "provider", "trackingNumber", "stage", "status", "abnormal",
            "findings", "declaredAt", "handedOverAt", "deadlineAt", "uploadedAt", "validatedAt", "routedAt",
            "onNetworkAt", "deliveredAt", "subsidyEligible", "countedInScore", "rulebook", "position",
        ],
        "anomalies": [
            "kind", "severity", "orderId", "sellerId", "openedAt", "resolvedAt", "evidence", "clause",
            "message",
            "messageZh", "fix", "subject",
        ],
        "fees": [
            "orderId", "sellerId", "provider", "line", "card", "weightGrams", "baseFen", "lightParcelFen",
            "ddpFen", "serviceFen", "surchargeFen", "couponFen", "totalFen", "couponOrdinal", "billedFen",
            "differenceFen", "rulebook", "position",
        ],
        "score": [
            "sellerId", "score", "scoreLow", "scoreHigh", "rank", "coverage", "lateRate", "components",
        ],
    ]

    @Test func `json, ndjson and csv hold the same rows with the promised columns`() throws {
        let daemon = try Daemon.started()
        let day = try Command.firstmile("simulate", "--orders", "400", "--seed", "11", "--days", "2")
        #expect(try daemon.publish(day.text).status == 0)
        try daemon.settle()
        for (view, columns) in Self.columns.sorted(by: { $0.key < $1.key }) {
            let lines = try rows(of: view, as: "ndjson", daemon)
            #expect(lines.count > 5, "\(view)")
            for column in columns {
                #expect(lines[0][column] != nil, "\(view) has no \(column): \(lines[0])")
            }
            let array = try rows(of: view, as: "json", daemon)
            #expect(array as NSArray == lines as NSArray, "\(view): json and ndjson differ")
            try checkCSV(of: view, against: lines, daemon)
            let table = try printed(view, "table", daemon)
            #expect(table.text.contains("──"), "\(view): \(table.text)")
        }
        let late = try Command.firstmile(
            "view", "compliance", "--data", daemon.directory.path, "--format", "ndjson", "--limit", "0",
            "--abnormal")
        #expect(!late.objects.isEmpty)
        #expect(late.objects.allSatisfy { $0["abnormal"] as? Bool == true }, "\(late.text)")
        #expect(try printed("fees", "table", daemon).text.contains("¥"), "people see yuan")
        let wrong = try Command.firstmile(
            "view", "fees", "--data", daemon.directory.path, "--format", "ndjson", "--mismatched")
        #expect(wrong.status == 0 && wrong.objects.isEmpty, "nobody billed: \(wrong.text)")
        try checkNetwork(daemon)
        try checkChinese(daemon)
        try checkExplanation(daemon)
        for grouping in ["day", "provider", "country", "lane"] {
            let scores = try Command.firstmile(
                "view", "score", "--by", grouping, "--data", daemon.directory.path, "--format", "ndjson")
            #expect(scores.status == 0 && !scores.objects.isEmpty, "\(grouping): \(scores.errors)")
        }
    }

    /// Measured figures, and the source's beside them.
    private func checkNetwork(_ daemon: Daemon) throws {
        let figures = try rows(of: "network", as: "ndjson", daemon)
        #expect(figures.count == 7)
        let network = try #require(figures.first { $0["kpi"] as? String == "on-network-days" })
        #expect(network["benchmarkPreShipment"] as? Double == 1.2)
        #expect(network["benchmarkDirect"] as? Double == 2.8)
        #expect((network["value"] as? Double).map { (0.5...2.5).contains($0) } == true, "\(network)")
        let exemptions = try #require(figures.last)
        #expect(exemptions["kpi"] as? String == "exemption-pass-rate", "\(exemptions)")
        #expect(exemptions["benchmarkPreShipment"] as? Double == 0.683 && exemptions["from"] is NSNull)
        let summary = try Command.firstmile(
            "view", "exemptions", "--summary", "--data", daemon.directory.path, "--format", "ndjson")
        let rate = try #require(summary.objects.first { $0["measure"] as? String == "pass-rate" })
        for column in ["value", "numerator", "denominator", "excluded"] {
            #expect(exemptions[column] as? Double == rate[column] as? Double, "\(column): \(exemptions)")
        }
        let table = try printed("network", "table", daemon).text
        #expect(table.contains("days to network") && table.contains("nobody measured it here"), "\(table)")
        for grouping in ["country", "provider", "lane"] {
            let answer = try Command.firstmile(
                "view", "network", "--by", grouping, "--data", daemon.directory.path, "--format", "csv")
            #expect(answer.status == 0 && answer.text.contains("track-completeness"), "\(answer.errors)")
        }
    }

    /// Titles and messages in Chinese; what programs read is the same in every language.
    private func checkChinese(_ daemon: Daemon) throws {
        func chinese(_ arguments: [String]) throws -> String {
            let output = try Command(
                Daemon.executable.path,
                ["view"] + arguments + ["--lang", "zh", "--data", daemon.directory.path])
            #expect(output.status == 0, "\(arguments): \(output.errors)")
            return output.text
        }
        let titles: [([String], [String])] = [
            (["compliance", "--limit", "3"], ["订单", "店铺", "状态", "行，显示 3 行"]),
            (["anomalies", "--kind", "MISSING_UPLOAD"], ["严重程度", "说明", "交接已超过2小时", "处理办法", "立即上传认证服务商的单号"]),
            (["score"], ["名次", "物流分", "覆盖率"]), (["network"], ["指标", "实测", "上网天数", "豁免通过率", "原文自述"]),
            (["fees"], ["基础运费", "合计", "差额"]), (["exemptions", "--order", "none"], ["申请时间（UTC）", "没有数据"]),
            (["exemptions", "--summary"], ["原文自述"]), (["onboarding"], ["所缺", "处理办法"]),
        ]
        for (arguments, words) in titles {
            let text = try chinese(arguments)
            for word in words { #expect(text.contains(word), "\(word) is not in\n\(text)") }
        }
        for format in ["json", "csv"] {
            #expect(
                try chinese(["anomalies", "--format", format, "--limit", "0"])
                    == printed("anomalies", format, daemon).text)
        }
    }

    /// Every part of a score adds up, and its orders are orders of the store.
    private func checkExplanation(_ daemon: Daemon) throws {
        let best = try #require(try rows(of: "score", as: "ndjson", daemon).first?["sellerId"] as? String)
        func explain(_ format: String) throws -> Command {
            try Command.firstmile(
                "view", "score", "--explain", best, "--data", daemon.directory.path, "--format", format)
        }
        let explained = try #require(try explain("ndjson").objects.first)
        let parts = try #require(explained["components"] as? [[String: Any]])
        let lost = parts.reduce(0) { $0 + ($1["pointsLost"] as? Double ?? 0) }
        let score = try #require(explained["score"] as? Double)
        #expect(abs(score + lost - 100) < 0.01, "\(explained)")
        let orders = try #require(explained["orders"] as? [[String: Any]])
        #expect(!orders.isEmpty)
        let points = orders.compactMap { $0["points"] as? Double }
        #expect(points == points.sorted(by: >), "the dearest first")
        let table = try explain("table").text
        #expect(table.contains("Score of \(best)") && table.contains("Orders that cost points"), "\(table)")
        #expect(try explain("csv").text.hasPrefix("orderId,points,components,"))
        let nobody = try Command.firstmile(
            "view", "score", "--explain", "nobody", "--data", daemon.directory.path)
        #expect(nobody.status != 0 && nobody.errors.contains("handed over nothing"))
    }

    private func printed(_ name: String, _ format: String, _ daemon: Daemon) throws -> Command {
        let output = try Command.firstmile(
            "view", name, "--data", daemon.directory.path, "--format", format, "--limit", "0")
        #expect(output.status == 0 && output.errors.isEmpty, "\(name) as \(format): \(output.errors)")
        return output
    }

    private func rows(of name: String, as format: String, _ daemon: Daemon) throws -> [[String: Any]] {
        let output = try printed(name, format, daemon)
        if format == "ndjson" { return output.objects }
        let parsed = try JSONSerialization.jsonObject(with: Data(output.text.utf8))
        return try #require(parsed as? [[String: Any]], "\(name): no array of objects")
    }

    /// Read by Python's own reader, so that quoting is judged by somebody else.
    private func checkCSV(of name: String, against rows: [[String: Any]], _ daemon: Daemon) throws {
        let text = try printed(name, "csv", daemon).text
        let program = """
            import csv, io, json, sys
            for row in csv.DictReader(io.StringIO(sys.argv[1], newline="")): print(json.dumps(row))
            """
        let parsed = try Command.python(program, text)
        #expect(parsed.objects.count == rows.count, "\(name) as csv: \(parsed.errors)")
        for (cells, row) in zip(parsed.objects, rows) {
            #expect(Set(cells.keys) == Set(row.keys), "\(name) as csv")
            for (column, value) in row where value is String || value is NSNull {
                let cell = cells[column] as? String
                #expect(cell == value as? String ?? "", "\(name) as csv: \(column)")
            }
        }
    }
}
