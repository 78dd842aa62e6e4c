import Foundation
import Testing

/// The rulebook that `Schemas/rulebook/README.md` shows how to write: its example, done to the shipped text as a reader would.
struct OwnRulebook {
    let folder: URL
    /// The rulebook's file.
    let path: String

    static let shipped = Daemon.root.appending(path: "Schemas/rulebook")

    /// - Parameter settle: how long the daemon waits for facts in flight; the only change that is not in the README.
    init(settle: String = "300 ms") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "own-rules-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Self.shipped, to: folder)
        var text = try String(
            contentsOf: Self.shipped.appending(path: "firstmile-2023-11.yaml"), encoding: .utf8)
        for change in try Self.example() {
            try #require(
                text.ranges(of: change.before).count == 1,
                "this passage of the README's example stands not once in the shipped rulebook:\n\(change.before)"
            )
            text = text.replacing(change.before, with: change.after)
        }
        text = text.replacing("\n  settle: 30 s\n", with: "\n  settle: \(settle)\n")
        let file = folder.appending(path: "italy-2024-06.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        path = file.path
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// The example's passages, what they were and what they become.
    private static func example() throws -> [(before: String, after: String)] {
        let page = try String(contentsOf: shipped.appending(path: "README.md"), encoding: .utf8)
        let start = try #require(
            page.range(of: "<!-- example: italy -->\n```diff\n"), "the README has no such example")
        let block = try #require(page[start.upperBound...].components(separatedBy: "\n```").first)
        var changes = [(before: "", after: "")]
        for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
            let rest = line.dropFirst() + "\n"
            switch line.first {
            case "@": changes.append((before: "", after: ""))
            case "-": changes[changes.count - 1].before += rest
            case "+": changes[changes.count - 1].after += rest
            case " ":
                changes[changes.count - 1].before += rest
                changes[changes.count - 1].after += rest
            default: Issue.record("a line of the example is neither kept nor changed: \(line)")
            }
        }
        return changes
    }
}

/// Orders told to a daemon event by event: what a shop and its warehouse would send.
struct OwnOrders {
    private(set) var lines: [String] = []

    private mutating func add(_ type: String, _ time: String, _ data: [String: Any]) throws {
        let event: [String: Any] = [
            "specversion": "1.0", "id": "own-\(lines.count)", "source": "erp/own",
            "type": "firstmile.\(type).v1",
            "time": time, "data": data,
        ]
        lines.append(String(decoding: try JSONSerialization.data(withJSONObject: event), as: UTF8.self))
    }

    init() throws {
        try add("provider-bound", "2024-05-01T00:00:00Z", ["sellerId": "store-1", "provider": "cainiao"])
    }

    /// Declared, handed over and uploaded: 700 g in a box of 30 x 20 x 10 cm, duties paid.
    mutating func order(
        _ id: String, to country: String = "IT", handedOver: String, uploaded: String, number: Int,
        _ more: [String: Any] = [:]
    ) throws {
        let order: [String: Any] = ["orderId": id, "sellerId": "store-1", "provider": "cainiao"]
        var declared = order.merging(more) { $1 }
        declared["country"] = country
        declared["category"] = "home-garden"
        declared["weightGrams"] = 700
        declared["dimensionsMm"] = ["length": 300, "width": 200, "height": 100]
        declared["incoterm"] = "DDP"
        declared["recipientPhone"] = country == "IT" ? "+393123456789" : "+34612345678"
        try add("order-declared", "2024-05-10T00:00:00Z", declared)
        try add("handed-over", handedOver, order)
        try upload(id, uploaded, number: number)
    }

    mutating func upload(_ id: String, _ time: String, number: Int) throws {
        try add(
            "number-uploaded", time,
            [
                "orderId": id, "sellerId": "store-1", "provider": "cainiao", "erpAccount": "erp-1",
                "trackingNumber": Self.number(number),
            ])
    }

    mutating func void(_ id: String, _ time: String, number: Int) throws {
        try add(
            "number-voided", time,
            ["orderId": id, "provider": "cainiao", "trackingNumber": Self.number(number)])
    }

    /// A scan that names only its order.
    mutating func scan(_ id: String, _ time: String, _ code: String) throws {
        try add("scanned", time, ["orderId": id, "code": code])
    }

    static func number(_ number: Int) -> String { "LP\(String(10_000_000_000_000 + number))" }
}
