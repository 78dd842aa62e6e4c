import CChecksum
import EventLog
import Foundation
import Testing

/// Small logs of format version 1, kept as the bytes they were: every later version must read or refuse them in
/// exactly the way written here, which is the table in Schemas/log.
///
/// `FIRSTMILE_WRITE_GOLDEN=1 swift test --filter GoldenTests` makes those anew that are not there: for a new
/// case, or a new version in a folder of its own. What was committed once is never made again.
struct GoldenTests {
    @Test(arguments: GoldenLog.all)
    func `a log of version 1 is told as it always was`(golden: GoldenLog) throws {
        if ProcessInfo.processInfo.environment["FIRSTMILE_WRITE_GOLDEN"] != nil { try golden.write() }
        let files = try golden.read()
        try #require(!files.isEmpty, "there is no golden log \(golden.name)")
        switch golden.told {
        case .reads(let records, let cut):
            #expect(try LogVerifier(FaultyDisk(files)).verify().isWhole)
            let disk = FaultyDisk(files)
            let log = try EventLog.open(disk, options: .inline(segmentBytes: GoldenLog.segmentBytes))
            #expect(log.next == UInt64(records))
            #expect(log.cutTail?.byteCount == cut)
            log.close()
            #expect(try disk.texts() == GoldenLog.texts(records))
        case .refused(let error):
            let disk = FaultyDisk(files)
            #expect(disk.openingError() == error)
            #expect(disk.files == files)
            #expect(try LogVerifier(FaultyDisk(files)).verify().damages.contains(error))
        case .refusedWhenRead(let error):
            #expect(FaultyDisk(files).openingError() == nil)
            #expect(throws: error) { try FaultyDisk(files).texts() }
            #expect(try LogVerifier(FaultyDisk(files)).verify().damages == [error])
        }
    }

    @Test func `every golden log on the disk has its place in the table`() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: GoldenLog.folder)
        #expect(Set(found) == Set(GoldenLog.all.map(\.name)))
    }
}

/// One of them: what it is called, how it was made, and what must be said of it.
struct GoldenLog: CustomTestStringConvertible, Sendable {
    enum Told {
        /// So many records, after cutting so many bytes of a write that was never finished.
        case reads(Int, cut: Int?)
        case refused(LogError)
        case refusedWhenRead(LogError)
    }

    let name: String
    let told: Told
    let make: @Sendable (inout Files) throws -> Void

    typealias Files = [String: [UInt8]]
    var testDescription: String { name }

    init(_ name: String, _ told: Told, _ make: @escaping @Sendable (inout Files) throws -> Void = { _ in }) {
        self.name = name
        self.told = told
        self.make = make
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/v1").path
    /// Three frames of two records fit: segments 0, 6 and 12, of which the last one has two frames and a mark.
    static let segmentBytes = 500
    static let (a, b, c) = (segment(0), segment(6), segment(12))

    static func segment(_ first: Int, _ ending: String = "segment") -> String {
        let digits = String(first)
        return String(repeating: "0", count: 20 - digits.count) + digits + ".\(ending)"
    }

    static func texts(_ count: Int) -> [String] { (0..<count).map { "golden record, number \(10 + $0)" } }

    /// The log that all others are made of: 16 records.
    static func clean() throws -> Files {
        let texts = texts(16)
        return try FaultyDisk.closed(
            stride(from: 0, to: 16, by: 2).map { [texts[$0], texts[$0 + 1]] }, segmentBytes: segmentBytes)
    }

    private var path: String { "\(Self.folder)/\(name)" }

    func write() throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        var files = try Self.clean()
        try make(&files)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, bytes) in files { try Data(bytes).write(to: URL(filePath: "\(path)/\(name)")) }
    }

    func read() throws -> Files {
        var files: Files = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            files[name] = Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
        }
        return files
    }
}

extension GoldenLog {
    private static func damaged(_ file: String, _ offset: Int, _ position: UInt64, _ damage: Damage)
        -> LogError
    {
        .damaged(LogPlace(file: "/log/\(file)", offset: offset, position: position), damage)
    }

    /// Frames of 120 bytes begin at 80, 200 and 320 of each segment, records 56 and 88 bytes further on.
    static let all: [GoldenLog] = readable + damages + packed

    private static let readable = [
        GoldenLog("clean", .reads(16, cut: nil)),
        GoldenLog("zeros-ahead", .reads(16, cut: nil)) {
            $0[c, default: []] += Array(repeating: 0, count: 512)
        },
        GoldenLog("empty", .reads(0, cut: nil)) { $0 = try FaultyDisk.closed([]) },
        GoldenLog("torn-at-the-end", .reads(14, cut: 90)) { $0[c] = Array($0[c, default: []][..<290]) },
        GoldenLog("torn-header-lost", .reads(14, cut: 120)) { files in
            files[c] = Array(files[c, default: []][..<320])
            for offset in 200..<256 { files[c]?[offset] = 0 }
        },
        GoldenLog("mark-damaged", .reads(16, cut: 56)) { $0[c]?[330] ^= 1 },
        GoldenLog("roll-interrupted", .reads(12, cut: nil)) { files in
            files[b] = Array(files[b, default: []][..<440])
            files[c] = Array(files[c, default: []][..<80])
        },
    ]

    private static let damages = [
        GoldenLog("record-flipped", .refused(damaged(c, 136, 12, .record))) { $0[c]?[150] ^= 32 },
        GoldenLog("frame-header-flipped", .refused(damaged(c, 80, 12, .frameHeader))) { $0[c]?[122] ^= 1 },
        GoldenLog("segment-header-flipped", .refused(damaged(c, 0, 12, .segmentHeader))) { $0[c]?[33] ^= 1 },
        GoldenLog("hole-in-a-frame", .refused(damaged(c, 136, 12, .record))) { files in
            for offset in 136..<200 { files[c]?[offset] = 0 }
        },
        GoldenLog("hole-for-a-frame", .refused(damaged(c, 80, 12, .frameHeader))) { files in
            for offset in 80..<200 { files[c]?[offset] = 0 }
        },
        GoldenLog("frames-swapped", .refused(damaged(c, 80, 12, .misplaced(says: 14)))) { files in
            let bytes = files[c, default: []]
            files[c] = Array(bytes[..<80] + bytes[200..<320] + bytes[80..<200] + bytes[320...])
        },
        GoldenLog("frame-of-another-log", .refused(damaged(c, 80, 12, .foreignFrame))) { files in
            files[c]?.replaceSubrange(80..<200, with: try clean()[c, default: []][80..<200])
        },
        GoldenLog("frame-forged", .refused(damaged(c, 200, 14, .brokenChain))) { files in
            files[c]?[150] ^= 32
            files[c]?.seal(136, 140..<168)
        },
        GoldenLog("first-segment-missing", .refused(.missingSegment(file: "/log/\(a)", position: 0))) {
            $0[a] = nil
        },
        GoldenLog("segment-missing", .refused(.missingSegment(file: "/log/\(b)", position: 6))) {
            $0[b] = nil
        },
        GoldenLog("newest-segment-missing", .refused(.missingSegment(file: "/log/\(c)", position: 12))) {
            $0[c] = nil
        },
        GoldenLog("segment-renamed", .refused(damaged(b, 0, 6, .segmentName(says: 12)))) { $0[b] = $0[c] },
        GoldenLog("segment-of-another-log", .refused(damaged(b, 0, 6, .brokenChain))) {
            $0[b] = try clean()[b]
        },
        GoldenLog("seal-lost", .refused(damaged(b, 440, 12, .sealMissing))) {
            $0[b] = Array($0[b, default: []][..<440])
        },
        GoldenLog("sealed-record-flipped", .refusedWhenRead(damaged(b, 136, 6, .record))) {
            $0[b]?[150] ^= 32
        },
        GoldenLog("newer-version", .refused(damaged(c, 0, 12, .version(2)))) { files in
            files[c]?[8] = 2
            files[c]?.seal(76, 0..<76)
        },
        GoldenLog("newer-features", .refused(damaged(c, 0, 12, .features(2)))) { files in
            files[c]?[72] = 2
            files[c]?.seal(76, 0..<76)
        },
    ]

    private static func pack(_ files: inout Files) throws {
        let disk = FaultyDisk(files)
        try disk.pack(segmentBytes: segmentBytes)
        files = disk.files.filter { !$0.key.hasSuffix(".tmp") }
    }

    private static let packed = [
        GoldenLog("packed", .reads(16, cut: nil)) { try pack(&$0) },
        GoldenLog("recycled", .reads(16, cut: nil)) { files in
            let disk = FaultyDisk(
                try FaultyDisk.closed([texts(16)].map { Array($0[..<2]) }, segmentBytes: segmentBytes))
            let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
            for first in stride(from: 2, to: 16, by: 2) {
                log.commit(texts(16)[first], texts(16)[first + 1])
                while try log.packSealed() {}
            }
            log.close()
            files = disk.files.filter { !$0.key.hasSuffix(".tmp") }
        },
        GoldenLog("packed-block-flipped", .refused(damaged(segment(0, "packed"), 120, 0, .packedBlock))) {
            try pack(&$0)
            $0[segment(0, "packed")]?[200] ^= 1
        },
        GoldenLog("packed-header-flipped", .refused(damaged(segment(0, "packed"), 0, 0, .packedHeader))) {
            try pack(&$0)
            $0[segment(0, "packed")]?[40] ^= 1
        },
        GoldenLog("packed-newer-version", .refused(damaged(segment(0, "packed"), 0, 0, .version(2)))) {
            try pack(&$0)
            $0[segment(0, "packed")]?[8] = 2
            $0[segment(0, "packed")]?.seal(116, 0..<116)
        },
    ]
}

extension [UInt8] {
    /// Puts the checksum of a range where it belongs, as a newer program or a forger would.
    fileprivate mutating func seal(_ place: Int, _ range: Range<Int>) {
        let bytes = Array(self[range])
        let checksum = unsafe bytes.withUnsafeBytes { unsafe firstmile_crc32c($0.baseAddress, $0.count) }
        for byte in 0..<4 { self[place + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(byte))) }
    }
}
