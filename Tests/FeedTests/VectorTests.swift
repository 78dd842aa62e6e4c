import Feed
import Foundation
import Testing
import Vocabulary
import Wire
import ZeroMQ

/// `Schemas/protocol/vectors/consume/*.json`: what is asked, and what the feed answers, byte for byte.
///
/// `FIRSTMILE_WRITE_VECTORS=1` writes the replies anew, to be read through and committed.
struct VectorTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Schemas/protocol/vectors/consume")
    private static let writes = ProcessInfo.processInfo.environment["FIRSTMILE_WRITE_VECTORS"] == "1"
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".json") }.sorted()

    @Test(arguments: files) func `the feed answers as the vector says`(file: String) throws {
        let url = Self.folder.appending(path: file)
        var vector = try Vector(url)
        let desk = try Desk()
        desk.record(Vector.log)
        desk.record([Vector.decision], origin: .decision, cause: 2)
        desk.time.pass(.milliseconds(2500))
        let socket = try Socket(.dealer, in: Context())
        try socket.connect(to: desk.endpoint)
        for index in vector.exchanges.indices {
            let request = vector.exchanges[index].send
            for (part, frame) in request.enumerated() {
                try socket.send(frame, more: part + 1 < request.count)
            }
            let reply = try Self.receive(from: socket)
            if Self.writes {
                vector.exchanges[index].receive = reply
            } else {
                #expect(
                    reply == vector.exchanges[index].receive,
                    "\(file) \(index): \(reply.map { String(decoding: $0, as: UTF8.self) })")
            }
        }
        if Self.writes { try vector.text.write(to: url, atomically: true, encoding: .utf8) }
    }

    @Test func `there are vectors of every verb and every code`() throws {
        let all = try Self.files.map { try Vector(Self.folder.appending(path: $0)) }.flatMap(\.exchanges)
        let verbs = Set(all.compactMap { $0.send.first.map { String(decoding: $0, as: UTF8.self) } })
        for verb in [
            "FETCH", "COMMIT", "CONSUMERS", "RESET", "FORGET", "JOIN", "LEAVE", "PING",
        ] {
            #expect(verbs.contains("firstmile/1 \(verb)"), "no vector asks \(verb)")
        }
        let codes = all.compactMap {
            $0.receive.count > 3 ? String(decoding: $0.receive[3], as: UTF8.self) : nil
        }
        .compactMap { $0.firstMatch(of: #/^\{"code":"([a-z-]+)"/#).map { String($0.output.1) } }
        // What is left needs a disk that fails, or a thousand consumers.
        #expect(
            Set(codes) == [
                "unknown-version", "unknown-verb", "unknown-content-type", "too-few-frames", "too-large",
                "correlation-too-long", "malformed", "position-ahead", "not-a-member", "has-members",
            ])
    }

    private static func receive(from socket: borrowing Socket) throws -> [[UInt8]] {
        let poller = Poller()
        _ = poller.add(socket)
        var message = Multipart()
        for _ in 0..<200 {
            _ = try poller.wait(atMost: 50)
            if try socket.receive(into: &message) {
                return (0..<message.count).map { message.copied(at: $0) }
            }
        }
        return []
    }
}
