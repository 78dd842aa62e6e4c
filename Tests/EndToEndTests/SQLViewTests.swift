import Foundation
import GRDB
import Testing
import Views
import Vocabulary

/// Views that somebody wrote in SQL, on the real daemon.
struct SQLViewTests {
    private func install(_ daemon: Daemon, _ change: (String) -> String = { $0 }) throws {
        let shipped = Daemon.root.appending(path: "Schemas/projections/hops/view.sql")
        let folder = daemon.directory.appending(path: "projections/hops")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = change(try String(contentsOf: shipped, encoding: .utf8))
        try text.write(to: folder.appending(path: "view.sql"), atomically: true, encoding: .utf8)
    }

    private func settle(_ daemon: Daemon) throws {
        try daemon.settle()
        let end = try ViewReader("compliance", in: daemon.viewDirectory).checkpoint().next
        try ViewReader("hops", in: daemon.viewDirectory).wait(until: end, atMost: .seconds(60))
    }

    @Test func `a folder with a view in SQL is a view, and another text makes it again`() throws {
        let daemon = try Daemon()
        try install(daemon)
        try daemon.start()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "300", "--seed", "21").text)
        try settle(daemon)
        let scans = try daemon.records().filter {
            $0["type"] as? String == "firstmile.scanned.v1" && $0["subject"] != nil
        }
        let rows = try daemon.rows("hops")
        #expect(rows.reduce(0) { $0 + ($1["scans"] as? Int ?? 0) } == scans.count)
        #expect(scans.count > 300 && rows.count >= 300)
        let delivered = rows.first { $0["deliveredAt"] is String }
        #expect(
            delivered?["hoursOnTheWay"] is Double || delivered?["hoursOnTheWay"] is Int, "\(rows.prefix(1))")
        let seller = try #require(rows.first?["sellerId"] as? String)
        let its = try daemon.rows("hops", "--seller", seller)
        #expect(!its.isEmpty && its.count < rows.count)
        let table = try Command.firstmile("view", "hops", "--data", daemon.directory.path, "--limit", "3")
        #expect(table.status == 0 && table.text.contains("lastCode"), "\(table.errors)")
        let rebuilt = try Command.firstmile(
            "views", "rebuild", "hops", "--diff", "--data", daemon.directory.path)
        #expect(
            rebuilt.status == 0 && rebuilt.text.contains("hops: no row of"),
            "\(rebuilt.text) \(rebuilt.errors)")

        #expect(daemon.stop() == 0, "\(daemon.said)")
        try install(daemon) { $0.replacing("lastCode", with: "code") }
        try daemon.start()
        for _ in 0..<400 {
            if try daemon.rows("hops", "--limit", "1").first?["code"] != nil { break }
            usleep(25_000)
        }
        try settle(daemon)
        #expect(try daemon.rows("hops").count == rows.count)
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    @Test func `a wrong view stops the start with its place and what would be right`() throws {
        let daemon = try Daemon()
        try install(daemon) { $0.replacing("-- on: delivered", with: "-- on: delivred") }
        let serve = try Command.firstmile(
            "serve", "--data", daemon.directory.path, "--intake", "tcp://127.0.0.1:*")
        #expect(serve.status == 64)
        #expect(serve.errors.contains("projections/hops/view.sql:56:1"), "\(serve.errors)")
        #expect(serve.errors.contains("there is no event 'delivred'; near are"), "\(serve.errors)")
        let asked = try Command.firstmile("view", "nothing", "--data", daemon.directory.path)
        #expect(asked.status == 1)
    }
}
