import Foundation
import GRDB
import Synchronization
import Testing

@testable import Quarantine

struct QuarantineTests {
    @Test func `what was refused is there with its bytes, its reason and its account, also after a restart`()
        throws
    {
        let shelf = Shelf()
        var event = refused("u-1", field: "trackingNumber")
        event.bytes = Array(#"{"id":"u-1","data":{"erpAccount":"dianxiaomi-1"}}"#.utf8)
        shelf.keep([event])
        shelf.keep([refused("u-2", code: "malformed")])
        let entries = try #require(try shelf.reader()).entries()
        #expect(entries.map(\.event.eventID) == ["u-2", "u-1"], "the newest first")
        event.erpAccount = "dianxiaomi-1"
        #expect(entries.last?.event == event)
        #expect(entries.last?.times == 1 && entries.last?.resent == nil)
        #expect(shelf.news.isEmpty, "\(shelf.news)")
    }

    @Test func `the ERP account is read from protobuf too`() throws {
        let shelf = Shelf()
        var event = refused("u-1")
        event.contentType = "application/vnd.firstmile.events+protobuf"
        let account = Array("erp-7".utf8)
        let upload = [3 << 3 | 2, UInt8(account.count)] + account
        event.bytes = [1 << 3 | 2, 1, 0x61] + [0x92, 0x01, UInt8(upload.count)] + upload
        shelf.keep([event])
        #expect(try shelf.reader()?.entries().first?.event.erpAccount == "erp-7")
    }

    @Test func `the same bytes refused again are one entry that counts`() throws {
        let shelf = Shelf()
        for time in Int64(1)...1000 {
            var event = refused("u-1")
            event.refusedAt = Self.today + time
            shelf.keep([event], ending: time % 250 == 0)
        }
        var other = refused("u-1")
        other.field = "orderId"
        shelf.keep([other])
        let entries = try #require(try shelf.reader()).entries()
        #expect(entries.map(\.times) == [1, 1000], "another field is another entry")
        #expect(entries.last?.event.refusedAt == Self.today + 1)
        #expect(entries.last?.lastRefusedAt == Self.today + 1000)
    }

    @Test func `over its cap the oldest go, and that is told before and after and counted`() throws {
        let shelf = Shelf { $0.bytes = 100_000 }
        // 512 bytes each beside what they hold.
        for number in 0..<300 { shelf.keep([refused("u-\(number)", bytes: 488)], ending: number % 10 == 9) }
        let reader = try #require(try shelf.reader())
        let (entries, figures) = try (reader.entries(), reader.figures())
        #expect(entries.count <= 100 && entries.count >= 80, "\(entries.count)")
        #expect(entries.first?.event.eventID == "u-299")
        #expect(figures.entries == entries.count && figures.dropped == 300 - entries.count, "\(figures)")
        #expect(figures.bytes == entries.count * 1000, "\(figures)")
        #expect(figures.droppedUpTo != nil && figures.limitBytes == 100_000)
        let told = shelf.news
        let (warned, dropped) = (
            told.firstIndex { if case .nearlyFull = $0 { true } else { false } },
            told.firstIndex { if case .dropped = $0 { true } else { false } }
        )
        #expect(try #require(warned) < (try #require(dropped)), "\(told)")
    }

    @Test func `what is too old goes when the daemon starts`() throws {
        let shelf = Shelf { $0.days = 30 }
        var old = refused("old")
        old.refusedAt = Self.today - 31 * 86_400_000_000_000
        shelf.keep([old, refused("new")])
        shelf.keep([])
        #expect(try shelf.reader()?.entries().map(\.event.eventID) == ["new"])
        #expect(shelf.news == [.dropped(entries: 1, upTo: old.refusedAt)])
    }

    @Test func `what comes faster than it can be written is counted and holds nobody up`() throws {
        let shelf = Shelf { $0.waitingBytes = 20_000 }
        shelf.keep((0..<5000).map { refused("u-\($0)", bytes: 488) })
        let figures = try #require(try shelf.reader()).figures()
        #expect(figures.entries + figures.notKept == 5000, "\(figures)")
        #expect(figures.notKept > 0 && figures.entries >= 20, "\(figures)")
    }

    @Test func `a damaged file is put aside and a new one begun`() throws {
        let shelf = Shelf()
        try Data(repeating: 0x46, count: 8192).write(to: URL(filePath: shelf.path))
        shelf.keep([refused("u-1")])
        #expect(try shelf.reader()?.entries().count == 1)
        guard case .putAside(let aside, _) = shelf.news.first else {
            Issue.record("\(shelf.news)")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: aside)).count == 8192)
    }

    @Test func `a place that cannot be written costs the entries and nothing else`() throws {
        let shelf = Shelf()
        try FileManager.default.createDirectory(atPath: shelf.path, withIntermediateDirectories: true)
        shelf.keep([refused("u-1")])
        guard case .notKept(1, _) = shelf.news.first else {
            Issue.record("\(shelf.news)")
            return
        }
    }

    @Test func `an entry that was sent again is marked, and refused anew it is a new one`() throws {
        let shelf = Shelf()
        shelf.keep([refused("u-1")])
        let reader = try #require(try shelf.reader())
        let id = try #require(try reader.entries().first).id
        try reader.mark(id, .init(at: 7, status: "recorded", position: 41))
        shelf.keep([refused("u-1")])
        let entries = try reader.entries()
        #expect(entries.map(\.resent) == [nil, .init(at: 7, status: "recorded", position: 41)])
        var filter = QuarantineReader.Filter()
        filter.open = true
        #expect(try reader.entries(filter).map(\.id) == [id + 1])
        #expect(try reader.figures().open == 1)
    }

    @Test func `the list is filtered by code, source, account and time`() throws {
        let shelf = Shelf()
        var (one, other) = (refused("u-1", code: "malformed"), refused("u-2"))
        (one.source, one.erpAccount, one.refusedAt) = ("wms/1", "erp-1", Self.today - 1000)
        other.source = "wms/2"
        shelf.keep([one, other])
        let reader = try #require(try shelf.reader())
        func found(_ set: (inout QuarantineReader.Filter) -> Void) throws -> [String?] {
            var filter = QuarantineReader.Filter()
            set(&filter)
            return try reader.entries(filter).map(\.event.eventID)
        }
        #expect(try found { $0.code = "malformed" } == ["u-1"])
        #expect(try found { $0.source = "wms/2" } == ["u-2"])
        #expect(try found { $0.erpAccount = "erp-1" } == ["u-1"])
        #expect(try found { $0.since = Self.today } == ["u-2"])
        #expect(try found { $0.limit = 1 } == ["u-2"])
    }

    @Test func `the tables are those of Schemas`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Schemas/quarantine/quarantine.sql")
        let text = try String(contentsOf: page, encoding: .utf8)
        let tables = try [text, QuarantineFile.tables].map { sql in
            let queue = try DatabaseQueue()
            return try queue.write { db in
                try db.execute(sql: sql)
                return try ["refused", "figures"].map { table in
                    try db.columns(in: table).map { "\($0.name) \($0.type) \($0.isNotNull)" }
                }
            }
        }
        #expect(tables[0] == tables[1])
    }

    static let today = Int64(Date().timeIntervalSince1970 * 1e9)

    private func refused(_ id: String, code: String = "missing-field", field: String = "", bytes: Int = 30)
        -> RefusedEvent
    {
        var text = Array("{\"id\":\"\(id)\"}".utf8)
        text += [UInt8](repeating: 0x20, count: max(0, bytes - text.count))
        return RefusedEvent(
            refusedAt: Self.today, connection: "0012ab", contentType: "application/cloudevents+json",
            bytes: text, code: code, field: field, reason: "it is missing", fix: "add it", source: "erp/1",
            eventID: id)
    }
}

/// A quarantine in a directory of its own.
private final class Shelf {
    private let directory: URL
    private let limits: QuarantineLimits
    private let told = Told()
    private var quarantine: Quarantine?

    private final class Told: Sendable {
        let news = Mutex<[QuarantineNews]>([])
    }

    init(_ set: (inout QuarantineLimits) -> Void = { _ in }) {
        directory = FileManager.default.temporaryDirectory.appending(path: "quarantine-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var limits = QuarantineLimits()
        set(&limits)
        self.limits = limits
    }

    deinit {
        quarantine?.close()
        try? FileManager.default.removeItem(at: directory)
    }

    var path: String { directory.appending(path: "quarantine.sqlite").path }
    var news: [QuarantineNews] { told.news.withLock { $0 } }

    /// - Parameter ending: as when the daemon ends: everything is written.
    func keep(_ events: [RefusedEvent], ending: Bool = true) {
        let quarantine =
            quarantine
            ?? Quarantine(path, limits: limits) { [told] news in
                told.news.withLock { $0.append(news) }
            }
        for event in events { quarantine.keep(event) }
        self.quarantine = ending ? nil : quarantine
        if ending { quarantine.close() }
    }

    func reader() throws -> QuarantineReader? { try QuarantineReader(path) }
}
