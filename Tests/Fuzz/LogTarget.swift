import EventLog
import Foundation

/// The log's files: whatever is done to them, nothing is read that was not written, and damage is refused or named.
struct LogTarget: Target {
    static let name = "log"
    private let directory: URL
    private let files: [String: [UInt8]]
    private let records: [[UInt8]]

    init(_ corpus: Corpus) throws {
        // In memory where there is such a place: every case writes and syncs a whole log.
        let shared = URL(filePath: "/dev/shm")
        let base =
            FileManager.default.isWritableFile(atPath: shared.path)
            ? shared : FileManager.default.temporaryDirectory
        directory = base.appending(path: "firstmile-fuzz-\(UUID().uuidString)")
        var options = LogOptions()
        (options.segmentBytes, options.preparedBytes, options.commitsInline) = (16 << 10, 0, true)
        let log = try EventLog.open(directory: directory.path, options: options)
        var records: [[UInt8]] = []
        for number in 0..<200 {
            let record = corpus.records[number % corpus.records.count] + Array("\(number)".utf8)
            _ = unsafe record.withUnsafeBytes { unsafe log.append($0) }
            records.append(record)
            if number % 7 == 6 { log.commitIfIdle() }
        }
        log.close()
        self.records = records
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
            files[name] = Array(try Data(contentsOf: directory.appending(path: name)))
        }
        self.files = files
    }

    mutating func finish() throws { try FileManager.default.removeItem(at: directory) }

    mutating func run(_ dice: inout Dice) throws {
        let changed = damage(&dice)
        try write(changed)
        // Verifying and reading first: opening may cut off what a crash left unfinished.
        let report = try? LogVerifier(directory: directory.path).verify()
        let seen = try read()
        do {
            let log = try EventLog.open(directory: directory.path)
            let next = log.next
            log.close()
            try require(
                next <= UInt64(records.count), "it is opened with \(next) records of \(records.count)")
            let again = try read()
            try require(
                UInt64(again) == next || again <= seen, "opened up to \(next), it reads up to \(again)")
        } catch let error as LogError {
            try require(!"\(error)".isEmpty, "refused without a word")
        }
        if let report, report.isWhole {
            try require(
                report.records <= UInt64(records.count),
                "whole, with \(report.records) records of \(records.count)")
        }
    }

    /// Reads until the end or the first damage; every record must be the one that was written there.
    private func read() throws -> Int {
        var count = 0
        var invented: String?
        do {
            let reader = try LogReader(directory: directory.path)
            _ = try unsafe reader.read(from: 0) { position, _, bytes in
                let isWritten =
                    unsafe position < UInt64(records.count) && bytes.elementsEqual(records[Int(position)])
                if position != UInt64(count) || !isWritten {
                    invented = "position \(position) holds what was never written"
                }
                count += 1
            }
        } catch is LogError {
            // Refused: what came before it counts.
        }
        if let invented { throw Finding(invented) }
        return count
    }

    private func damage(_ dice: inout Dice) -> [String: [UInt8]] {
        var changed = files
        let names = files.keys.sorted()
        for _ in 0...dice.below(2) {
            let name = dice.pick(names)
            guard let bytes = changed[name] else { continue }
            switch dice.below(12) {
            case 0: changed[name] = nil
            case 1: changed[name] = changed[dice.pick(names)]
            case 2: changed[name] = Array(bytes.prefix(dice.below(bytes.count + 1)))
            case 3: changed[name] = bytes + [UInt8](repeating: 0, count: dice.below(9000))
            case 4: changed[name] = bytes + bytes.suffix(dice.below(bytes.count + 1))
            default: changed[name] = dice.damage(bytes)
            }
        }
        return changed
    }

    private func write(_ files: [String: [UInt8]]) throws {
        try? FileManager.default.removeItem(at: directory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, bytes) in files { try Data(bytes).write(to: directory.appending(path: name)) }
    }
}
