import ArgumentParser
import Foundation
import Vocabulary
import Wire
import ZeroMQ

/// `firstmile-bench feed`
struct FeedBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "What consumers that do not read cost the intake, and how fast those are that do.")

    /// Who is connected to the feed while the intake is measured.
    enum Guest: String, ExpressibleByArgument, CaseIterable {
        case nobody
        /// Four connections that ask for all they may and take nothing.
        case consumer
        /// One that is subscribed to everything and takes nothing.
        case subscriber

        var text: String {
            switch self {
            case .nobody: "nobody reads"
            case .consumer: "four consumers have stalled"
            case .subscriber: "a subscriber has stalled"
            }
        }
    }

    @Option(help: "Facts to publish in each run.")
    var events = 1_000_000
    @Option(
        help: "Facts to publish before, so that who takes nothing has come to a halt when the clock starts.")
    var before = 300_000
    @Option(help: "Days over which the simulated orders are placed.")
    var days = 180
    @Option(help: "How often to measure, each guest in turn.")
    var runs = 3
    @OptionGroup var place: Place
    @OptionGroup var daemon: DaemonOption

    func run() throws {
        let parts = try Payloads.simulated(.protobuf, batch: 100, parts: [before, events], days: days)
        show(
            "\nprotobuf, batches of 100, with views: \(grouped(Double(events))) facts after \(grouped(Double(before)))"
        )
        var rates: [Guest: [Double]] = [:]
        var fetched: [FetchRequest.Format: [Double]] = [:]
        for _ in 0..<runs {
            for guest in Guest.allCases {
                let process = try DaemonProcess(.daemon(daemon.path), in: place)
                defer { process.stop() }
                let outcome = try measure(guest, parts, process)
                rates[guest, default: []].append(outcome.perSecond)
                show(
                    "  \(guest.text): \(grouped(outcome.perSecond)) events/s; "
                        + "peak RSS \(number(process.sample.peak, 0)) MiB; load average \(Load.average)")
                guard guest == .nobody else { continue }
                _ = try process.waitForViews()
                for format in FetchRequest.Format.allCases {
                    fetched[format, default: []].append(try drain(process, format))
                }
            }
        }
        for guest in Guest.allCases { report("= intake, \(guest.text)", rates[guest] ?? [], "events/s") }
        for format in FetchRequest.Format.allCases {
            report("= fetch of everything, \(format.rawValue)", fetched[format] ?? [], "events/s")
        }
    }

    /// The intake's rate while the guest is there. Its sockets live as long.
    private func measure(
        _ guest: Guest, _ parts: [Payloads], _ process: DaemonProcess
    ) throws -> Load.Outcome {
        let load = Load(window: 128)
        let context = try Context()
        switch guest {
        case .nobody: return try run(load, parts, process)
        case .consumer:
            var request = FetchRequest(from: .position(.init(0)))
            request.maxEvents = FetchRequest.maxEventsRange.upperBound
            request.maxBytes = FetchRequest.maxBytesRange.upperBound
            request.waitMilliseconds = FetchRequest.waitRange.upperBound
            let one = try stalled(request, process.feed, context)
            let two = try stalled(request, process.feed, context)
            let three = try stalled(request, process.feed, context)
            let four = try stalled(request, process.feed, context)
            let outcome = try run(load, parts, process)
            _ = try (one.lastEndpoint, two.lastEndpoint, three.lastEndpoint, four.lastEndpoint)
            return outcome
        case .subscriber:
            let socket = try Socket(.sub, in: context, options: .with { $0.receiveHighWaterMark = 1 })
            try socket.subscribe(to: Array("firstmile/1".utf8))
            try socket.connect(to: process.live)
            Thread.sleep(forTimeInterval: 0.5)
            let outcome = try run(load, parts, process)
            _ = try socket.lastEndpoint
            return outcome
        }
    }

    /// The first part unmeasured, with what the views make of it.
    private func run(_ load: Load, _ parts: [Payloads], _ process: DaemonProcess) throws -> Load.Outcome {
        _ = try load.run(parts[0], to: process.endpoint)
        _ = try process.waitForViews()
        return try load.run(parts[1], to: process.endpoint)
    }

    private func stalled(_ request: FetchRequest, _ endpoint: String, _ context: Context) throws -> Socket {
        let socket = try Socket(.dealer, in: context, options: .with { $0.receiveHighWaterMark = 1 })
        try socket.connect(to: endpoint)
        for number in 0..<16 { try Self.send(.fetch(request), "\(number)", through: socket) }
        return socket
    }

    private static func send(
        _ request: FeedRequest, _ correlation: String, through socket: borrowing Socket
    ) throws {
        try socket.send(Array(request.verb.utf8), more: true)
        try socket.send(Array(correlation.utf8), more: true)
        try socket.send(Array(FeedRequest.contentType.utf8), more: true)
        try socket.send(Array(request.json.utf8))
    }

    /// Events a second of one consumer that reads all there is.
    private func drain(_ process: DaemonProcess, _ format: FetchRequest.Format) throws -> Double {
        let socket = try Socket(.dealer, in: Context())
        try socket.connect(to: process.feed)
        let poller = Poller()
        _ = poller.add(socket)
        let reader = FeedReplyReader()
        var message = Multipart()
        var request = FetchRequest(from: .position(.init(0)))
        request.format = format
        request.maxEvents = 10_000
        request.maxBytes = FetchRequest.maxBytesRange.upperBound
        var events = 0
        let start = ContinuousClock.now
        while true {
            try Self.send(.fetch(request), "1", through: socket)
            while try !socket.receive(into: &message) {
                guard try poller.wait(atMost: 30_000) > 0 else { throw BenchError("no reply for 30 s") }
            }
            let reply = try reader.read((0..<message.count).map { message.copied(at: $0) })
            guard case .batch(let header, _, _) = reply else { throw BenchError("no batch: \(reply)") }
            events += header.events
            request.from = .position(header.next)
            if header.next == header.end { break }
        }
        return Double(events) / (start.duration(to: .now) / .seconds(1))
    }
}
