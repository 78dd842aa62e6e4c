import Foundation
import Testing
import Vocabulary

@testable import Dashboard

@Suite(.timeLimit(.minutes(2)))
struct NoteTests {
    private static let json = ["Content-Type": "application/json"]

    /// A phone number without its prefix, whose anomaly is given.
    private func wrong(_ station: Station) async throws -> Int {
        try await station.publish([
            Orders.bound(seller: "store-1"),
            Orders.declared(1).replacing("+34612345678", with: "612345678"), Orders.handedOver(1),
            Orders.uploaded(1),
        ])
        try await station.settle()
        let row = try await station.get("/api/v1/views/anomalies?kind=PHONE_FORMAT").rows().first
        return try #require(row?["id"] as? Int)
    }

    @Test func `a note on an anomaly is kept with its author and shown to whoever looks`() async throws {
        let station = try await Station()
        let id = try await wrong(station)
        let path = "/api/v1/anomalies/\(id)/notes"
        #expect(try await station.get(path).rows("notes").isEmpty)
        let written = try await station.ask(
            "POST", path, headers: Self.json, body: "{\"text\":\"  asked <b>Ann</b> \\n\"}")
        #expect(written.status == 201, "\(written.body)")
        let notes = try await station.get(path).rows("notes")
        #expect(notes.map { $0["text"] as? String } == ["asked <b>Ann</b>"])
        let form = ["Content-Type": "application/x-www-form-urlencoded"]
        let page = try await station.ask(
            "POST", "/anomalies/\(id)/notes", headers: form, body: "text=%E5%B7%B2%E5%A4%84%E7%90%86")
        #expect(page.status == 303 && page.headers["location"] == "/anomalies/\(id)")
        let shown = try await station.get("/anomalies/\(id)?lang=zh").body
        #expect(
            shown.contains("asked &lt;b&gt;Ann&lt;/b&gt;") && shown.contains("已处理") && shown.contains("写备注"))
    }

    @Test func `a note that is none, or on nothing, is told to be wrong`() async throws {
        let station = try await Station()
        let id = try await wrong(station)
        for (path, body, status, field) in [
            ("\(id)", "{\"text\":\"  \"}", 400, "text"), ("\(id)", "{}", 400, "text"),
            ("\(id)", "{\"text\":\"\(String(repeating: "x", count: 2001))\"}", 400, "text"),
            ("\(id)", "{\"text\":\"a\",\"by\":\"b\"}", 400, "by"), ("99999", "{\"text\":\"a\"}", 404, "id"),
            ("x", "{\"text\":\"a\"}", 404, "id"),
        ] {
            let answer = try await station.ask(
                "POST", "/api/v1/anomalies/\(path)/notes", headers: Self.json, body: body)
            #expect(answer.status == status && answer.text("field") == field, "\(body): \(answer.body)")
        }
        let cross = try await station.ask(
            "POST", "/anomalies/\(id)/notes",
            headers: ["Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "cross-site"],
            body: "text=a")
        #expect(cross.status == 403)
    }

    @Test func `an anomaly has so many notes and no more`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "notes-\(UUID().uuidString).sqlite")
            .path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let shelf = NoteShelf(path)
        for number in 0..<NoteShelf.most {
            _ = try shelf.add("\(number)", to: "a", by: "", at: Instant(nanoseconds: 1))
        }
        #expect(throws: Problem.self) { try shelf.add("more", to: "a", by: "", at: Instant(nanoseconds: 1)) }
        _ = try shelf.add("other", to: "b", by: "ann", at: Instant(nanoseconds: 2))
        // Another process, or the next one, finds them.
        #expect(try NoteShelf(path).notes(on: "a").count == NoteShelf.most)
        #expect(try NoteShelf(path).notes(on: "b").map(\.author) == ["ann"])
    }
}
