import Foundation
import Testing

/// The given–expected cases, each through a daemon of its own: real sockets, real disk, real views.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CaseTests {
    static let all: [Case] = {
        let folder = Daemon.root.appending(path: "Tests/EndToEndTests/Cases")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { try? Case(contentsOf: folder.appending(path: $0)) }
    }()

    @Test func `every case is run`() {
        #expect(Set(Self.all.map(\.name)).count == 43)
    }

    @Test(arguments: all)
    func `a case holds`(_ given: Case) throws {
        let daemon = try Daemon.started()
        let replies = try daemon.publish(given.ndjson).objects
        try #require(replies.count == given.count, "\(given.name): a reply for each event")
        for (index, reply) in replies.enumerated() { given.check(reply, at: index) }
        try daemon.settle()
        given.checkCompliance(try daemon.rows("compliance"))
        given.checkAnomalies(try daemon.rows("anomalies", "--open"))
        if given.hasFees { given.checkFees(try daemon.rows("fees")) }
        #expect(daemon.stop() == 0, "\(given.name): \(daemon.said)")
    }
}

/// One file of `Cases`.
struct Case: CustomTestStringConvertible, @unchecked Sendable {
    let name: String
    let count: Int
    let ndjson: String
    private let replies: [String: [String: Any]]
    private let compliance: [String: [String: Any]]
    private let anomalies: [[String: String]]
    private let fees: [String: [String: Any]]

    var testDescription: String { name }

    init(contentsOf url: URL) throws {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any] ?? [:]
        name = url.deletingPathExtension().lastPathComponent
        let given = object["given"] as? [[String: Any]] ?? []
        count = given.count
        ndjson = try given.map {
            String(
                decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self)
        }.joined(separator: "\n")
        replies = object["replies"] as? [String: [String: Any]] ?? [:]
        let expect = object["expect"] as? [String: Any] ?? [:]
        compliance = expect["compliance"] as? [String: [String: Any]] ?? [:]
        anomalies = expect["anomalies"] as? [[String: String]] ?? []
        fees = expect["fees"] as? [String: [String: Any]] ?? [:]
    }

    func check(_ reply: [String: Any], at index: Int) {
        let expected = replies[String(index)] ?? ["status": "recorded"]
        for key in ["status", "field", "verdict"] {
            guard let value = expected[key] as? String else { continue }
            #expect(reply[key] as? String == value, "\(name), reply \(index): \(key) in \(reply)")
        }
        let findings = (reply["findings"] as? [[String: Any]] ?? []).filter {
            $0["severity"] as? String == "blocking"
        }
        if let codes = expected["findings"] as? [String] {
            #expect(
                findings.compactMap { $0["code"] as? String }.sorted() == codes, "\(name), reply \(index)")
        }
        for (code, fix) in expected["fixes"] as? [String: String] ?? [:] {
            let given = findings.first { $0["code"] as? String == code }?["fix"] as? String
            #expect(given?.contains(fix) == true, "\(name), reply \(index): \(given ?? "no fix")")
        }
    }

    var hasFees: Bool { !fees.isEmpty }

    func checkCompliance(_ rows: [[String: Any]]) { check(compliance, in: rows) }

    func checkFees(_ rows: [[String: Any]]) { check(fees, in: rows) }

    private func check(_ expected: [String: [String: Any]], in rows: [[String: Any]]) {
        for (order, fields) in expected {
            let row = rows.first { $0["orderId"] as? String == order }
            for (field, value) in fields {
                let seen = row?[field] ?? NSNull()
                #expect(seen as? NSObject == value as? NSObject, "\(name): \(field) is \(seen), not \(value)")
            }
        }
    }

    func checkAnomalies(_ rows: [[String: Any]]) {
        let seen = rows.filter { $0["orderId"] is String }.map {
            "\($0["orderId"] ?? "") \($0["kind"] ?? "")"
        }.sorted()
        let expected = anomalies.map { "\($0["orderId"] ?? "") \($0["kind"] ?? "")" }.sorted()
        #expect(seen == expected, "\(name): open anomalies")
    }
}
