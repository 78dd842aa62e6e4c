import Foundation
import Testing

/// What `simulate --truth` says must come out.
struct Truth {
    let seed: UInt64
    /// By order.
    private(set) var orders: [String: [String: Any]] = [:]
    /// By source and id.
    private(set) var refused: [String: [String: Any]] = [:]
    /// By request id, and by seller and provider.
    private(set) var exemptions: [String: [String: Any]] = [:]
    private(set) var onboardings: [String: [String: Any]] = [:]
    private var gaps: [[String: Any]] = []
    private var summary: [String: Any] = [:]

    init(_ text: String, seed: UInt64) {
        self.seed = seed
        for line in text.split(separator: "\n") {
            let parsed = try? JSONSerialization.jsonObject(with: Data(line.utf8))
            guard let object = parsed as? [String: Any] else { continue }
            switch object["line"] as? String {
            case "order": orders[object["orderId"] as? String ?? ""] = object
            case "refused": refused[Self.name(object)] = object
            case "exemption": exemptions[object["requestId"] as? String ?? ""] = object
            case "onboarding": onboardings[Self.pair(object)] = object
            // Its alarm takes the log's days to ring: RulesTests hold it.
            case "bad-day": break
            case "publisher-gap": gaps.append(object)
            case "summary": summary = object
            default: Issue.record("seed \(seed): what does \(line) mean?")
            }
        }
    }

    /// Exactly those that must be refused are, with the code and the field that were told.
    func checkReplies(_ replies: [[String: Any]]) {
        #expect(replies.count == summary["events"] as? Int, "seed \(seed)")
        for (status, name) in [("recorded", "recorded"), ("duplicate", "duplicates"), ("refused", "refused")]
        {
            let count = replies.count { $0["status"] as? String == status }
            #expect(count == summary[name] as? Int, "seed \(seed): \(status)")
        }
        var missing = Set(refused.keys)
        for reply in replies where reply["status"] as? String == "refused" {
            guard let expected = refused[Self.name(reply)] else {
                Issue.record("seed \(seed): refused, but good: \(reply)")
                continue
            }
            missing.remove(Self.name(reply))
            for key in ["code", "field"] {
                #expect(
                    reply[key] as? String == expected[key] as? String, "seed \(seed): \(reply), \(expected)")
            }
        }
        #expect(missing.isEmpty, "seed \(seed): these were not refused: \(missing.sorted().prefix(5))")
        checkAcknowledgements(replies)
    }

    /// What the acknowledgements of an order's uploads found is what was told, no less and no more.
    private func checkAcknowledgements(_ replies: [[String: Any]]) {
        var said: [String: Set<String>] = [:]
        for reply in replies where reply["status"] as? String == "recorded" {
            let codes = (reply["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
            guard !codes.isEmpty, let id = reply["id"] as? String, let end = id.lastIndex(of: "-") else {
                continue
            }
            said[String(id[..<end]), default: []].formUnion(codes)
        }
        for (order, expected) in orders {
            let told = Set(expected["said"] as? [String] ?? [])
            let scenario = expected["scenario"] ?? ""
            #expect(said[order] ?? [] == told, "seed \(seed): \(order), \(scenario): acknowledgements")
        }
        #expect(Set(said.keys).isSubset(of: orders.keys), "seed \(seed): findings of orders that are none")
    }

    /// Every order stands as told, and has the anomalies that were told and no other; the same for sellers × carriers.
    ///
    /// - Parameter anomalies: open and resolved.
    func checkOrders(_ compliance: [[String: Any]], _ anomalies: [[String: Any]]) {
        var open: [String: [String]] = [:]
        var resolved: [String: [String]] = [:]
        for anomaly in anomalies {
            guard let kind = anomaly["kind"] as? String,
                let about = (anomaly["orderId"] ?? NSNull()) as? String ?? anomaly["subject"] as? String
            else { continue }
            if anomaly["resolvedAt"] is NSNull {
                open[about, default: []].append(kind)
            } else if kind != "MISSING_UPLOAD" {
                resolved[about, default: []].append(kind)
            }
        }
        func check(_ about: String, _ expected: [String: Any], _ scenario: String) {
            for (name, seen) in [("anomalies", open[about]), ("resolved", resolved[about])] {
                let told = (expected[name] as? [String] ?? []).sorted()
                #expect((seen ?? []).sorted() == told, "\(scenario): \(name)")
            }
        }
        for (pair, expected) in onboardings { check(pair, expected, "seed \(seed): \(pair)") }
        #expect(compliance.count == orders.count, "seed \(seed): orders in the view")
        for row in compliance {
            let order = row["orderId"] as? String ?? ""
            guard let expected = orders[order] else {
                Issue.record("seed \(seed): \(order) was never told of")
                continue
            }
            let scenario = "seed \(seed): \(order), \(expected["scenario"] ?? "")"
            for field in ["status", "abnormal", "findings", "uploadedAt", "handedOverAt"] {
                let (seen, told) = (row[field] as? NSObject, expected[field] as? NSObject)
                #expect(seen == told, "\(scenario): \(field)")
            }
            check(order, expected, scenario)
        }
        let known = Set(orders.keys).union(onboardings.keys)
        #expect(Set(open.keys).isSubset(of: known), "seed \(seed): anomalies of what was never told of")
        #expect(Set(resolved.keys).isSubset(of: known), "seed \(seed): anomalies of what was never told of")
    }

    /// Every gap in a publisher's sequence is an anomaly, and there is no other.
    func checkGaps(_ anomalies: [[String: Any]]) {
        let open = anomalies.filter { $0["kind"] as? String == "PUBLISHER_GAP" && $0["resolvedAt"] is NSNull }
        #expect(open.count == gaps.count, "seed \(seed): \(open), \(gaps)")
        for gap in gaps {
            let (source, first, last) = (gap["source"] ?? "", gap["from"] ?? "", gap["to"] ?? "")
            let words = "\(source) \(first) \(last)"
            let found = open.contains { anomaly in
                let detail = anomaly["detail"] as? String ?? ""
                return detail.contains("\(first)") && detail.contains("\(last)")
            }
            #expect(found, "seed \(seed): the gap \(words) is not among \(open)")
        }
    }

    /// As `anomalies` names it.
    static func pair(_ row: [String: Any]) -> String {
        "onboarding/\(row["sellerId"] ?? "")/\(row["provider"] ?? "")"
    }

    private static func name(_ event: [String: Any]) -> String {
        "\(event["source"] ?? "") \(event["id"] ?? "")"
    }
}
