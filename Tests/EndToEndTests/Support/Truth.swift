import Foundation
import Testing

/// What `simulate --truth` says must come out.
struct Truth {
    let seed: UInt64
    /// By order.
    private(set) var orders: [String: [String: Any]] = [:]
    /// By source and id.
    private(set) var refused: [String: [String: Any]] = [:]
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
    }

    /// Every order stands as told, and has the anomalies that were told and no other.
    func checkOrders(_ compliance: [[String: Any]], _ open: [[String: Any]]) {
        var kinds: [String: [String]] = [:]
        for anomaly in open {
            guard let order = anomaly["orderId"] as? String, let kind = anomaly["kind"] as? String else {
                continue
            }
            kinds[order, default: []].append(kind)
        }
        #expect(compliance.count == orders.count, "seed \(seed): orders in the view")
        for row in compliance {
            let order = row["orderId"] as? String ?? ""
            guard let expected = orders[order] else {
                Issue.record("seed \(seed): \(order) was never told of")
                continue
            }
            let scenario = "seed \(seed): \(order), \(expected["scenario"] ?? "")"
            for field in ["status", "abnormal", "uploadedAt", "handedOverAt"] {
                let (seen, told) = (row[field] as? NSObject, expected[field] as? NSObject)
                #expect(seen == told, "\(scenario): \(field)")
            }
            let told = (expected["anomalies"] as? [String] ?? []).sorted()
            #expect((kinds[order] ?? []).sorted() == told, "\(scenario): open anomalies")
        }
        #expect(Set(kinds.keys).isSubset(of: orders.keys), "seed \(seed): anomalies of orders that are none")
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

    private static func name(_ event: [String: Any]) -> String {
        "\(event["source"] ?? "") \(event["id"] ?? "")"
    }
}
