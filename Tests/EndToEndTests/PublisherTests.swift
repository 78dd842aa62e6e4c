import Foundation
import Testing

/// Publishers that are not ours: pyzmq over real sockets, well-behaved and not. The clients are in `Clients`.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PublisherTests {
    @Test func `a REQ is answered behind its delimiter`() throws { try run("req") }

    @Test func `a DEALER keeps a window in flight and is answered in order`() throws {
        try run("dealer_window")
    }

    @Test func `a bad event in a batch refuses only itself`() throws { try run("batch_with_a_bad_event") }

    @Test func `each payload frame is answered`() throws { try run("several_frames") }

    @Test func `a request may have 64 payload frames`() throws { try run("sixty_four_frames") }

    @Test func `an event sent again is a duplicate, and with other content a conflict`() throws {
        try run("same_id_again")
    }

    @Test func `protobuf is answered in protobuf`() throws { try run("protobuf") }

    @Test func `a correlation has up to 64 bytes of any kind`() throws { try run("correlation_of_64_bytes") }

    @Test func `a PING tells the version and the next position`() throws { try run("ping") }

    @Test func `a wrong request is answered with its code and a fix, and nothing of it is recorded`() throws {
        let daemon = try Daemon.started()
        let told = try run("wrong_requests", daemon).text.split(whereSeparator: \.isWhitespace)
        let records = try daemon.records()
        #expect(
            records.count == 1 + 17,
            "the rulebook and one good event after each wrong request: \(records.count)")
        // Those that are missing need a full disk, and a client that does not keep to its window.
        let codes = Set(try ProtocolDocument().errorCodes).subtracting(["unavailable", "busy"])
        #expect(Set(told.map(String.init)) == codes, "every code of protocol.md is tried")
    }

    @Test func `a peer that sends a frame too large loses its own connection alone`() throws {
        try run("frame_too_large")
    }

    @Test func `garbage on the port does no harm`() throws { try run("garbage") }

    @Test func `a client that does not read its replies stops nobody else`() throws {
        try run("unread_replies")
    }

    /// Runs a scenario of `publisher.py` on a daemon that must be well afterwards.
    @discardableResult
    private func run(_ scenario: String, _ given: Daemon? = nil) throws -> Command {
        let daemon = try given ?? .started()
        let client = try Command.client("publisher.py", try daemon.endpoint, scenario)
        #expect(client.status == 0, "\(scenario): \(client.errors)\(daemon.said)")
        #expect(daemon.stop() == 0, "\(scenario): \(daemon.said)")
        return client
    }
}
