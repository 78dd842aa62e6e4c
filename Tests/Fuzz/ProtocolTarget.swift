import EventLog
import Foundation
import Intake
import Rulebook
import Synchronization
import Vocabulary
import Wire
import ZeroMQ

/// The intake behind its socket: every message is answered once, with its correlation, by something that reads.
struct ProtocolTarget: Target {
    static let name = "protocol"
    private let corpus: Corpus
    private let desk: Desk
    private let client: Box

    /// A socket cannot be copied, and a target can.
    private final class Box {
        let socket: Socket
        init(_ socket: consuming Socket) { self.socket = socket }
    }

    init(_ corpus: Corpus) throws {
        self.corpus = corpus
        desk = try Desk()
        let socket = try Socket(.dealer, in: desk.context, options: .with { $0.linger = .zero })
        try socket.connect(to: desk.endpoint)
        client = Box(socket)
    }

    mutating func finish() throws { try desk.close() }

    mutating func run(_ dice: inout Dice) throws {
        let frames = frames(&dice)
        for (index, frame) in frames.enumerated() {
            try client.socket.send(frame, more: index < frames.count - 1)
        }
        let poller = Poller()
        _ = poller.add(client.socket)
        guard try poller.wait(atMost: 10_000) > 0 else {
            throw Finding("no answer to \(frames.map(\.count)); \(desk.failure)", frames.first ?? [])
        }
        var reply = Multipart()
        _ = try client.socket.receive(into: &reply)
        try check(reply, frames)
    }

    private func check(_ reply: borrowing Multipart, _ frames: [[UInt8]]) throws {
        // A REQ's delimiter comes back.
        let start = frames[0].isEmpty ? 1 : 0
        try require(reply.count == start + 4, "a reply of \(reply.count) frames to \(frames.map(\.count))")
        let verb = String(decoding: reply.copied(at: start), as: UTF8.self)
        let sent = frames.count > start + 1 ? frames[start + 1] : []
        try require(
            reply.copied(at: start + 1) == (sent.count <= 64 ? sent : []), "another correlation", sent)
        let body = reply.copied(at: start + 3)
        switch verb {
        case "firstmile/1 ACK":
            let type = ReplyType(rawValue: String(decoding: reply.copied(at: start + 2), as: UTF8.self))
            guard let type else { throw Finding("an acknowledgement of no known type") }
            _ = try unsafe body.withUnsafeBytes { try unsafe ReplyReader.read($0, as: type) }
        case "firstmile/1 PONG", "firstmile/1 ERROR":
            _ = try JSONSerialization.jsonObject(with: Data(body))
        default: throw Finding("it says \(verb)")
        }
    }

    private func frames(_ dice: inout Dice) -> [[UInt8]] {
        let types = ContentType.allCases.map { Array($0.rawValue.utf8) }
        let event = JSONMutation.mutate(dice.pick(corpus.events), others: corpus.events, &dice)
        let record = ProtobufMutation.mutate(dice.pick(corpus.records), others: corpus.records, &dice)
        let payloads = [event, [0x5B] + event + [0x5D], ProtobufMutation.batch([record], &dice), [], [0]]
        var frames = [Array("firstmile/1 PUBLISH".utf8), Array("c".utf8), dice.pick(types)]
        for _ in 0...dice.below(3) { frames.append(dice.pick(payloads)) }
        for _ in 0..<dice.below(3) {
            let place = dice.below(frames.count)
            switch dice.below(9) {
            case 0: frames.remove(at: place)
            case 1: frames.insert([], at: 0)
            case 2: frames.insert(frames[place], at: dice.below(frames.count))
            case 3: frames.swapAt(place, dice.below(frames.count))
            case 4: frames[place] = dice.damage(frames[place])
            case 5:
                frames[0] = Array(
                    dice.pick(["firstmile/1 PING", "firstmile/2 PUBLISH", "firstmile/1 ", ""]).utf8)
            case 6:
                frames[min(1, frames.count - 1)] = [UInt8](repeating: 7, count: dice.pick([64, 65, 1000]))
            case 7: frames += [[UInt8]](repeating: payloads[0], count: dice.pick([60, 64, 65, 200]))
            default: frames[place] = dice.pick(types)
            }
            if frames.isEmpty { frames = [[]] }
        }
        return frames
    }
}

/// A real intake on a real log.
private final class Desk: Sendable {
    let context: Context
    private let server: IntakeServer
    private let directory: URL
    private let listening = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let state = Mutex((endpoint: "", failure: ""))

    var endpoint: String { state.withLock { $0.endpoint } }
    var failure: String { state.withLock { $0.failure } }

    init() throws {
        context = try Context()
        directory = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-fuzz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: directory.appending(path: "state"), withIntermediateDirectories: true)
        server = try IntakeServer(
            at: "tcp://127.0.0.1:*", in: context, clock: SystemClock(), version: "fuzz")
        Thread { [self] in
            do { try serve() } catch { state.withLock { $0.failure = "\(error)" } }
            listening.signal()
            ended.signal()
        }.start()
        listening.wait()
        try require(failure.isEmpty, failure)
    }

    private func serve() throws {
        let place = directory.appending(path: "log").path
        let log = try EventLog.open(directory: place)
        log.onDurable(server.onDurable)
        let path = try WritePath(
            log: log, reader: LogReader(directory: place), rules: RulebookFile.shipped.rules,
            phones: PhoneLibrary(destinations: []), state: directory.appending(path: "state").path)
        try server.run(path, log: log) { endpoint in
            state.withLock { $0.endpoint = endpoint }
            listening.signal()
        }
        log.close()
    }

    func close() throws {
        server.stop()
        ended.wait()
        try FileManager.default.removeItem(at: directory)
    }
}
