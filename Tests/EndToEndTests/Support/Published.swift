import Foundation
import Testing

/// What must hold of everything that was published, whatever befell the daemon meanwhile: it is in the log once, every
/// answer is true, and nothing else is there.
enum Published {
    static func check(
        _ replies: [[String: Any]], against records: [[String: Any]], sent: [Substring], _ seed: UInt64
    ) {
        for (position, record) in records.enumerated() where Int(record["position"]) != position {
            Issue.record("seed \(seed): position \(position) is missing: \(record)")
            break
        }
        var places: [String: Int] = [:]
        for (position, record) in records.enumerated() where record["origin"] as? String == "fact" {
            let earlier = places.updateValue(position, forKey: name(record))
            #expect(earlier == nil, "seed \(seed): \(name(record)) is recorded twice")
        }
        var answered: Set<String> = []
        for reply in replies {
            let status = reply["status"] as? String
            #expect(status == "recorded" || status == "duplicate", "seed \(seed): \(reply)")
            #expect(places[name(reply)] == Int(reply["position"]), "seed \(seed): \(reply)")
            answered.insert(name(reply))
        }
        // The daemon's own first fact, its rulebook, answers nobody.
        let published = Set(places.keys.filter { !$0.hasPrefix("firstmile ") })
        #expect(published == answered, "seed \(seed): the log holds what was acknowledged")
        let events = sent.compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
        #expect(events.map(name) == replies.map(name), "seed \(seed): answered in the order sent")
    }

    private static func name(_ event: [String: Any]) -> String {
        "\(event["source"] ?? "") \(event["id"] ?? "")"
    }
}

extension Int {
    /// A number out of JSON.
    fileprivate init?(_ value: Any?) {
        guard let number = value as? NSNumber else { return nil }
        self = number.intValue
    }
}
