import Foundation
import GRDB
import HTTPTypes
import Testing

@testable import Dashboard
@testable import Views

@Suite(.timeLimit(.minutes(1)))
struct ViewDeskTests {
    @Test func `a question that takes too long is given up, and the next one is answered`() async throws {
        let station = try await Station()
        let desk = ViewDesk(
            directory: station.directory.appending(path: "views").path, patience: .milliseconds(200))
        let endless = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
            """
        let problem = await #expect(throws: Problem.self) {
            try await desk.read("compliance") { reader in
                try reader.read { db in try Int.fetchOne(db, sql: endless) ?? 0 }
            }
        }
        #expect(problem?.status == .serviceUnavailable)
        #expect(try await desk.read("compliance") { try $0.count() } == 0)
    }
}
