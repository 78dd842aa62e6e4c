import EventLog
import Foundation

/// A record as a test sees it.
struct Entry: Equatable {
    var position: UInt64
    var recordedAt: Int64
    var bytes: [UInt8]
}

extension LogOptions {
    /// Every step in the caller's thread, small segments when asked for.
    static func inline(segmentBytes: Int = 1 << 20) -> LogOptions {
        var options = LogOptions()
        options.commitsInline = true
        options.preparedBytes = 0
        options.frameBytes = 4096
        options.segmentBytes = segmentBytes
        return options
    }

    /// Threads as in the daemon, with less memory.
    static func threaded(segmentBytes: Int = 1 << 20, preparedBytes: Int = 1 << 16) -> LogOptions {
        var options = LogOptions()
        options.preparedBytes = preparedBytes
        options.segmentBytes = segmentBytes
        options.frameBytes = 4096
        return options
    }
}

extension EventLog {
    /// Appends one frame of records and commits it.
    func commit(_ records: [[UInt8]], at time: Int64 = 0) {
        _ = recordedTime(now: time)
        for record in records { unsafe record.withUnsafeBytes { _ = unsafe append($0) } }
        commitIfIdle()
    }

    func commit(_ texts: String..., at time: Int64 = 0) { commit(texts.map { Array($0.utf8) }, at: time) }
}

extension LogReader {
    func entries(from position: UInt64 = 0, limit: UInt64? = nil, maxBytes: Int = .max) throws -> [Entry] {
        var entries: [Entry] = []
        let next = try unsafe read(from: position, limit: limit, maxBytes: maxBytes) {
            position, time, record in
            entries.append(Entry(position: position, recordedAt: time, bytes: unsafe Array(record)))
        }
        precondition(next == position + UInt64(entries.count))
        return entries
    }

    func texts() throws -> [String] { try entries().map { String(decoding: $0.bytes, as: UTF8.self) } }
}

extension FaultyDisk {
    static let first = "00000000000000000000.segment"

    /// What a reader beside the writer sees.
    func texts() throws -> [String] { try LogReader(self).texts() }

    /// A log with these frames, abandoned before its end could be marked.
    static func abandoned(_ frames: [[String]], segmentBytes: Int = 1 << 20) throws -> [String: [UInt8]] {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        for (time, frame) in frames.enumerated() {
            log.commit(frame.map { Array($0.utf8) }, at: Int64(time))
        }
        return withExtendedLifetime(log) { disk.files }  // Going away would close it.
    }

    /// The same, closed in order.
    static func closed(_ frames: [[String]], segmentBytes: Int = 1 << 20) throws -> [String: [UInt8]] {
        let disk = FaultyDisk(try abandoned(frames, segmentBytes: segmentBytes))
        try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes)).close()
        return disk.files
    }

    /// Packs what is sealed, as the daemon does in the background.
    func pack(segmentBytes: Int = 1 << 20) throws {
        let log = try EventLog.open(self, options: .inline(segmentBytes: segmentBytes))
        while try log.packSealed() {}
        log.close()
    }

    /// Opens for writing, closes again, and tells what was thrown.
    func openingError() -> LogError? {
        do throws(LogError) {
            try EventLog.open(self, options: .inline()).close()
            return nil
        } catch { return error }
    }
}

/// A directory that goes away with the test.
final class TemporaryDirectory {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
