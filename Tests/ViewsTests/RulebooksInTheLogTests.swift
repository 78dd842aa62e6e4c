import Foundation
import Rulebook
import Testing
import Vocabulary

@testable import Views

/// Two rulebooks in the log: from the seventh of May 2024 on ninety minutes count.
private func story() throws -> Story {
    let later = try RulebookFile.parse(
        content: RulebookFile.shipped.content
            .replacingOccurrences(of: "name: firstmile-2023-11", with: "name: later")
            .replacingOccurrences(
                of: "effectiveFrom: \"2023-11-01T00:00:00+08:00\"",
                with: "effectiveFrom: \"2024-05-07T00:00:00+08:00\""
            )
            .replacingOccurrences(of: "uploadWindow: 2 h", with: "uploadWindow: 90 min"),
        file: "later.yaml")
    var story = Story()
    for file in [RulebookFile.shipped, later] {
        story.fact(
            0,
            .rulebookActivated(
                RulebookActivated(name: file.rules.name, hash: "sha256:\(file.hash)", content: file.content)))
    }
    for (order, minute) in [("1", 0), ("2", 24 * 60)] as [(OrderID, Int64)] {
        story.declare(minute, order)
        story.handOver(minute, order)
    }
    return story
}

struct RulebooksInTheLogTests {
    private func windows(_ bench: Workbench) throws -> [String] {
        let table = try bench.reader("compliance").rows()
        return try table.rows.indices.map { row in
            func time(_ column: String) throws -> Instant {
                let text = try #require(table[row, column]).text
                return try #require(Instant(rfc3339: text))
            }
            return "\((try time("deadlineAt") - time("handedOverAt")).milliseconds / 60_000) min"
        }.sorted()
    }

    @Test(arguments: [1, 3, 1000])
    func `a view judges each order by the rulebook in force at its handover`(chunk: Int) throws {
        let bench = try Workbench()
        let other = try RulebookFile.parse(
            content: RulebookFile.shipped.content.replacingOccurrences(
                of: "uploadWindow: 2 h", with: "uploadWindow: 11 h"), file: "other.yaml")
        var options = ProjectorOptions()
        options.chunkEvents = chunk
        options.flushEvents = chunk
        // What it is opened under does not count: the log says by what it is judged.
        try bench.run(Compliance.self, ListSource(try story().records), rules: other.rules, options: options)
        #expect(try windows(bench) == ["120 min", "90 min"])
        #expect(
            try bench.reader("compliance").rulebooks().map(\.rules.name) == ["firstmile-2023-11", "later"])
    }

    @Test func `after a restart the view goes on under the rulebooks it met`() throws {
        let bench = try Workbench()
        let records = try story().records
        try bench.run(Compliance.self, ListSource(records, length: 3))
        try bench.run(Compliance.self, ListSource(records))
        #expect(try windows(bench) == ["120 min", "90 min"])
    }
}
