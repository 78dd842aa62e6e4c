import Foundation
import Testing

/// Whoever takes more than his share harms himself alone (R36). The clients are in `Clients/doors.py`.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct FairnessTests {
    @Test func `R36 a flood of 32 publishers starves nobody`() throws { try run("a_flood_starves_nobody") }

    @Test func `R36 an ERP account has one share, however many connections it has`() throws {
        try run("an_account_has_one_share_however_many_connections_it_has")
    }

    @Test func `a client that takes no replies does not grow the daemon, and is served again once it reads`()
        throws
    {
        let daemon = try run("replies_not_taken")
        #expect(daemon.said.contains("was told to wait"), "\(daemon.said)")
    }

    @Test func `a message without end is hung up on, and its memory comes back`() throws {
        let daemon = try run("endless_frames")
        #expect(daemon.said.contains("hung up on"), "\(daemon.said)")
    }

    @Test func `who sends more than his window is told to come again, and loses nothing`() throws {
        try run("more_than_a_window", environment: ["FIRSTMILE_WINDOW_MEBIBYTES": "4"])
    }

    @Test func `a thousand idle connections do no harm`() throws { try run("a_thousand_idle_connections") }

    @Test func `connections that never finish their greeting are hung up on`() throws {
        try run("half_open_connections")
    }

    @Test func `a publisher who names himself may connect anew`() throws {
        try run("an_identity_that_moves", environment: ["FIRSTMILE_WINDOW_MEBIBYTES": "4"])
    }

    /// Runs a scenario on a daemon that must be well afterwards.
    @discardableResult
    private func run(_ scenario: String, environment: [String: String] = [:]) throws -> Daemon {
        let daemon = try Daemon()
        try daemon.start(environment: environment)
        let pid = try #require(daemon.process?.processIdentifier)
        let client = try Command.client("doors.py", try daemon.endpoint, "\(pid)", scenario)
        print(client.text, terminator: "")
        #expect(client.status == 0, "\(scenario): \(client.text)\(client.errors)\(daemon.said)")
        #expect(daemon.stop() == 0, "\(scenario): \(daemon.said)")
        return daemon
    }
}
