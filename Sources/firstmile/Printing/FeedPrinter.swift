import Client
import Explaining
import Rulebook
import Vocabulary
import Wire

/// Prints batches of the feed as `firstmile tail` prints the log.
struct FeedPrinter {
    private let lines: RecordLines?

    init(isTable: Bool, language: Language) {
        guard isTable else {
            lines = nil
            return
        }
        // Scans are told by the shipped code maps: the daemon's own may be on another machine.
        let rulebooks = [RulebookFile.shipped].timetable
        let lines = RecordLines(texts: EventText(language: language, rulebooks: rulebooks))
        self.lines = lines
        Terminal.print(lines.header)
    }

    func print(_ batch: FeedBatch) throws {
        var out: [UInt8] = []
        if let lines {
            try unsafe batch.forEachRecord { position, time, record in
                let recorded = try unsafe RecordDecoder.decode(record, position: position, recordedAt: time)
                out.append(contentsOf: lines.line(recorded).utf8)
                out.append(0x0A)
            }
        } else {
            batch.forEachEvent { event in
                unsafe event.withUnsafeBytes { unsafe out.append(contentsOf: $0) }
                out.append(0x0A)
            }
        }
        unsafe out.withUnsafeBytes { unsafe Terminal.write($0, to: 1) }
    }
}
