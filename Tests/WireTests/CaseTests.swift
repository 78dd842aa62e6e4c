import Foundation
import Testing
import Vocabulary

@testable import Wire

/// The given events of the given–expected cases, as users send them.
struct CaseTests {
    /// Index of an event, and the field its refusal must name; nil where the case names none. What the gate
    /// refuses later, with the clock or the log at hand, is in order here.
    static let refused: [String: [Int: String?]] = [
        "refused-at-the-door": [2: "type", 3: "orderId", 4: "country", 5: "time"]
    ]

    @Test(arguments: files(in: here.appending(path: "Fixtures/cases"), ending: ".json"))
    func `the given events decode`(file: URL) throws {
        let content = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        let given = try #require(content?["given"] as? [[String: Any]])
        let name = file.deletingPathExtension().lastPathComponent
        let expected = Self.refused[name] ?? [:]
        let whole = decode(
            Array(try JSONSerialization.data(withJSONObject: given)), as: .jsonBatch)
        #expect(whole.items.count == given.count)
        for (index, item) in whole.items.enumerated() {
            switch item {
            case .event(let event):
                #expect(expected[index] == nil)
                let sent = NSMutableDictionary(dictionary: given[index])
                sent["origin"] = "fact"
                let back = try #require(try object(cloudEvent(whole.record(event))))
                // What the publisher left out may come back as the default.
                for (key, value) in sent where !["data", "time"].contains(key as? String) {
                    #expect(back[key] as? NSObject == value as? NSObject)
                }
                let data = try #require(sent["data"] as? NSDictionary)
                for (key, value) in data {
                    #expect((back["data"] as? NSDictionary)?[key] as? NSObject == value as? NSObject)
                }
            case .refused(let refusal):
                #expect(expected[index] == .some(refusal.field), "\(refusal)")
                #expect(refusal.id == given[index]["id"] as? String)
                #expect(refusal.source == given[index]["source"] as? String)
            }
        }
    }
}
