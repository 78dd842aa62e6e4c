import EventLog
import Foundation
import Testing

private let segmentBytes = 3_000
private func texts(_ frames: Int) -> [String] {
    (0..<frames).flatMap { frame in (0..<3).map { "\(frame * 3 + $0) lorem ipsum dolor sit amet" } }
}

/// A log on a real disk whose packed segments were moved elsewhere.
struct ArchiveTests {
    private let place: TemporaryDirectory
    private let log: String
    private let archive: String

    init() throws {
        place = try TemporaryDirectory()
        (log, archive) = ("\(place.path)/log", "\(place.path)/archive")
        _ = try Disk(log, creating: true)
        try ArchiveList.add(archive, to: log)
        let writer = try opened()
        let all = texts(100)
        for first in stride(from: 0, to: all.count, by: 3) {
            writer.commit(all[first..<first + 3].map { Array($0.utf8) }, at: Int64(first))
        }
        while try writer.packSealed() {}
        writer.close()
    }

    private func opened() throws -> EventLog {
        var options = LogOptions.inline(segmentBytes: segmentBytes)
        options.archive = try Disk(archive, creating: true)
        return try EventLog.open(directory: log, options: options)
    }

    private func names(in directory: String, _ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(ending) }
            .sorted()
    }

    @Test func `all that is packed is in the archive, and every reader finds it`() throws {
        #expect(try names(in: log, ".packed").isEmpty)
        #expect(try names(in: archive, ".packed").count > 3)
        #expect(try names(in: log, ".segment").count == 1)
        let reader = try LogReader(directory: log)
        #expect(try reader.texts() == texts(100))
        #expect(try reader.position(atTime: 150) == 150)
        #expect(try LogVerifier(directory: log).verify().isWhole)
        #expect(try LogStatistics(directory: log).records == 300)
        let again = try opened()
        #expect(again.next == 300)
        again.close()
    }

    @Test func `an archive that is not there is named, and the log is not taken for damaged`() throws {
        try FileManager.default.moveItem(atPath: archive, toPath: archive + "-away")
        let error = #expect(throws: LogError.self) { try EventLog.open(directory: log) }
        #expect(error == .system(operation: "list", file: archive, errno: ENOENT))
        #expect(throws: LogError.self) { try LogReader(directory: log) }
    }

    @Test func `damage in the archive is told with the archive's file and mended from a backup`() throws {
        let backup = "\(place.path)/backup"
        _ = try LogBackup(from: Disk(log), to: Disk(backup, creating: true)).run()
        let name = try names(in: archive, ".packed")[1]
        let file = URL(filePath: "\(archive)/\(name)")
        var bytes = try Data(contentsOf: file)
        bytes[200] ^= 1
        try bytes.write(to: file)
        let damages = try LogVerifier(directory: log).verify().damages
        guard case .damaged(let place, .packedBlock) = damages.first else {
            Issue.record("\(damages)")
            return
        }
        #expect(place.file == file.path)
        let report = try LogRepair(Disk(log), from: Disk(backup)).run()
        #expect(report.verified.isWhole)
        #expect(report.mended.first?.keptAs == "damaged-1-\(name)")
        #expect(try Data(contentsOf: URL(filePath: "\(log)/damaged-1-\(name)")) == bytes)
        #expect(try LogReader(directory: log).texts() == texts(100))
    }

    @Test func `a second archive is added to the first`() throws {
        let other = "\(place.path)/other"
        _ = try Disk(other, creating: true)
        try ArchiveList.add(other, to: log)
        #expect(try Disk(log).archives == [archive, other])
        try ArchiveList.add(archive, to: log)
        #expect(try Disk(log).archives == [archive, other])
        #expect(try LogReader(directory: log).texts() == texts(100))
    }
}
