import Foundation
import Rulebook
import Wire

/// What is in order, and what the mutations begin with: the examples of `Schemas/`, and the shipped rulebook.
struct Corpus {
    /// CloudEvents in JSON.
    let events: [[UInt8]]
    /// The same as records, which are `firstmile.v1.Event`s.
    let records: [[UInt8]]
    let rulebook: RulebookFile

    init() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Schemas/events/examples")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        events = try names.filter { $0.hasSuffix(".json") }.map {
            Array(try Data(contentsOf: folder.appending(path: $0)))
        }
        var records: [[UInt8]] = []
        let decoder = EventDecoder(admitsDecisions: true)
        for event in events {
            var batch = DecodedBatch()
            unsafe event.withUnsafeBytes { unsafe decoder.decode($0, as: .json, into: &batch) }
            guard case .event(let decoded) = batch.items.first else {
                throw Finding("an example of Schemas/ is refused: \(batch.items)", event)
            }
            records.append(Array(batch.bytes[decoded.record]))
        }
        self.records = records
        rulebook = .shipped
        try require(events.count > 10, "\(folder.path) holds only \(events.count) examples")
    }
}
