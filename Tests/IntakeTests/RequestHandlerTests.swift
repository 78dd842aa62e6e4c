import EventLog
import Foundation
import Measures
import Rulebook
import Synchronization
import Testing
import Vocabulary
import Wire
import ZeroMQ

@testable import Intake

struct FullDiskTests {
    @Test func `a full disk is said at once to whoever waits for nothing, and the others are answered later`()
        throws
    {
        let door = try OpenDoor()
        defer { door.close() }
        let early = try door.peer()
        let other = try door.peer()
        #expect(try early.ask("1", Said.declared("1"))?.first == "firstmile/1 ACK")

        door.disk.fill(true)
        try early.tell("2", Said.declared("2"))
        while door.log.refusal == nil { usleep(1000) }

        let refused = try other.ask("3", Said.declared("3"))
        #expect(refused?.first == "firstmile/1 ERROR")
        #expect(refused?.last?.contains("unavailable") == true)
        #expect(try other.ping("4")?.first == "firstmile/1 PONG")

        door.disk.fill(false)
        let late = try early.hear()
        #expect(late?.prefix(2) == ["firstmile/1 ACK", "2"])
        #expect(late?.last?.contains("recorded") == true)
    }

    @Test func `a full disk does not keep the door from closing`() throws {
        let door = try OpenDoor()
        let peer = try door.peer()
        door.disk.fill(true)
        try peer.tell("1", Said.declared("1"))
        while door.log.refusal == nil { usleep(1000) }
        door.server.stop()
        #expect(door.ends(within: 5))
        // Room again, so that a door that did not close does not keep the test.
        door.disk.fill(false)
        door.close()
    }
}

struct FiguresTests {
    @Test func `what becomes of events is counted by kind`() throws {
        let door = try OpenDoor()
        defer { door.close() }
        let peer = try door.peer()
        for correlation in ["1", "2"] { _ = try peer.ask(correlation, Said.declared("1")) }
        _ = try peer.ask("3", Said.declared("1").replacing("{\"orderId\"", with: "{\"note\":1,\"orderId\""))
        _ = try peer.ask("4", "nonsense")
        var figures = door.server.figures
        for _ in 0..<200 where figures.requests < 4 {
            usleep(10_000)
            figures = door.server.figures
        }
        #expect(figures.isListening && figures.requests == 4 && figures.connections == 1)
        #expect(figures.recorded.facts[EventType.orderDeclared.index] == 1 && figures.duplicates == 1)
        let conflict = try #require(RefusalCode.allCases.firstIndex(of: .conflict))
        let malformed = try #require(RefusalCode.allCases.firstIndex(of: .malformed))
        #expect(figures.refusals[conflict] == 1 && figures.refusals[malformed] == 1)
        #expect(figures.requestEvents.count == 4 && figures.replyTimes.count >= 3)
        #expect(figures.openOrders == 1 && figures.next > 0)
        for (index, code) in RefusalCode.allCases.enumerated() { #expect(code.index == index) }
    }
}

struct FloodTests {
    @Test(arguments: [false, true])
    func `a payload of countless nothings is refused without decoding them all`(isProtobuf: Bool) throws {
        let door = try OpenDoor()
        defer { door.close() }
        let json = Array(("[" + String(repeating: "0,", count: 200_000) + "0]").utf8)
        let protobuf = [[UInt8]](repeating: [0x0A, 0x00], count: 200_000).flatMap(\.self)
        var batch = DecodedBatch()
        batch.limit = 10
        unsafe (isProtobuf ? protobuf : json).withUnsafeBytes {
            unsafe EventDecoder().decode($0, as: isProtobuf ? .protobuf : .jsonBatch, into: &batch)
        }
        #expect(batch.items.count == 10)

        let peer = try door.peer()
        let type = isProtobuf ? "vnd.firstmile.events+protobuf" : "cloudevents-batch+json"
        try peer.send([
            Array("firstmile/1 PUBLISH".utf8), Array("1".utf8), Array("application/\(type)".utf8),
            isProtobuf ? protobuf : json,
        ])
        let reply = try peer.hear()
        #expect(reply?.first == "firstmile/1 ERROR")
        #expect(reply?.last?.contains("too-large") == true)
    }
}

struct SlowDiskTests {
    @Test
    func
        `while the disk stands still little is taken in, the rest waits in the sockets, and all is recorded`()
        throws
    {
        let door = try OpenDoor()
        defer { door.close() }
        let peer = try door.peer()
        let padding = String(repeating: "x", count: 20_000)
        #expect(try peer.ask("first", Said.declared("first"))?.first == "firstmile/1 ACK")
        door.disk.standStill(true)
        let count = 1500
        for number in 0..<count {
            let event = Said.declared("\(number)")
            try peer.tell(
                "\(number)", event.replacing("{\"orderId\"", with: "{\"note\":\"\(padding)\",\"orderId\""))
        }
        // Thirty megabytes: more than is taken in and less than a window.
        usleep(1_500_000)
        door.disk.standStill(false)
        for number in 0..<count {
            let reply = try peer.hear()
            try #require(reply?.first == "firstmile/1 ACK" && reply?[1] == "\(number)", "\(reply ?? [])")
        }
        let figures = try LogStatistics(directory: door.disk.directory)
        #expect(figures.records >= UInt64(count))
        #expect(figures.usedBytes > 25 << 20, "the events were kept whole: \(figures.usedBytes)")
        let longest = IntakeLimits.fillingBytes + (2 << 20)
        #expect(figures.longestFrameBytes <= longest, "a commit of \(figures.longestFrameBytes) bytes")
    }
}

/// A door on a thread of its own, at a free port, with a log on a disk that can be filled.
private final class OpenDoor {
    let disk: FullDisk
    let log: EventLog
    let server: IntakeServer
    private let ended = DispatchSemaphore(value: 0)
    private let directory: URL
    private let context: Context
    private var hasEnded = false
    private let endpoint = Bound()

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "door-\(UUID().uuidString)")
        let state = directory.appending(path: "state")
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        disk = try FullDisk(directory.appending(path: "log").path)
        var options = LogOptions()
        options.preparedBytes = 0
        log = try EventLog.open(disk, options: options)
        context = try Context()
        server = try IntakeServer(at: "tcp://127.0.0.1:*", in: context, clock: SystemClock(), version: "test")
        log.onDurable(server.onDurable)
        let listening = DispatchSemaphore(value: 0)
        Thread { [server, log, disk, ended, endpoint] in
            defer { ended.signal() }
            do {
                let path = try WritePath(
                    log: log, reader: LogReader(disk), rules: RulebookFile.shipped.rules,
                    phones: PhoneLibrary(destinations: []), state: state.path)
                try server.run(path, log: log) { bound in
                    endpoint.withLock { $0 = bound }
                    listening.signal()
                }
            } catch {
                Issue.record(error)
            }
        }.start()
        #expect(listening.wait(timeout: .now() + 10) == .success)
    }

    func peer() throws -> Peer {
        let socket = try Socket(.dealer, in: context)
        try socket.connect(to: endpoint.withLock { $0 })
        return Peer(socket)
    }

    func ends(within seconds: Double) -> Bool {
        if !hasEnded { hasEnded = ended.wait(timeout: .now() + seconds) == .success }
        return hasEnded
    }

    func close() {
        server.stop()
        _ = ends(within: 10)
        log.close()
        try? FileManager.default.removeItem(at: directory)
    }
}

/// Where the server listens, once it does.
private final class Bound: Sendable {
    private let text = Mutex("")
    func withLock<Result>(_ body: (inout String) -> Result) -> Result { text.withLock { body(&$0) } }
}

/// A client.
private struct Peer: ~Copyable {
    private let socket: Socket

    init(_ socket: consuming Socket) { self.socket = socket }

    func tell(_ correlation: String, _ event: String) throws {
        try send(
            ["firstmile/1 PUBLISH", correlation, "application/cloudevents+json", event].map { Array($0.utf8) }
        )
    }

    func send(_ parts: [[UInt8]]) throws {
        for (index, part) in parts.enumerated() { try socket.send(part, more: index < parts.count - 1) }
    }

    func ask(_ correlation: String, _ event: String) throws -> [String]? {
        try tell(correlation, event)
        return try hear()
    }

    func ping(_ correlation: String) throws -> [String]? {
        try send(["firstmile/1 PING", correlation].map { Array($0.utf8) })
        return try hear()
    }

    /// The parts of the next reply as text; nil when none comes.
    func hear() throws -> [String]? {
        let poller = Poller()
        _ = poller.add(socket)
        guard try poller.wait(atMost: 5000) > 0 else { return nil }
        var message = Multipart()
        guard try socket.receive(into: &message) else { return nil }
        return (0..<message.count).map { String(decoding: message.copied(at: $0), as: UTF8.self) }
    }
}
