import Foundation
import Histogram
import Synchronization
import Wire
import ZeroMQ

/// Drives a daemon with prepared requests, from some threads with some connections each.
struct Load {
    var connections = 1
    var threads = 1
    /// Requests in flight per connection.
    var window = 64

    struct Outcome: Sendable {
        /// From the first request sent to the last reply read.
        var seconds: Double
        var events: Int
        var perSecond: Double { Double(events) / seconds }
    }

    /// What else runs on the machine: above one or two the rates are those of what the others leave over.
    static var average: String {
        let line = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)
        return line?.split(separator: " ").first.map(String.init) ?? "unknown"
    }

    /// Sends everything as fast as windows allow, and checks that every event was recorded.
    func run(_ payloads: Payloads, to endpoint: String) throws -> Outcome {
        let context = try Context()
        let shares = shares(of: payloads)
        let results = Mutex<[Result<Replies, any Error>]>([])
        let threads = min(threads, connections)
        let start = ContinuousClock.now
        let running = (0..<threads).map { thread in
            let mine = shares.indices.filter { $0 % threads == thread }.map { shares[$0] }
            return BenchThread("load-\(thread)") {
                let result = Result {
                    try Self.drive(payloads, mine, window: window, to: endpoint, in: context)
                }
                results.withLock { $0.append(result) }
            }
        }
        for thread in running { thread.join() }
        let seconds = start.duration(to: .now) / .seconds(1)
        var recorded = 0
        for result in results.withLock({ $0 }) {
            recorded += try result.get().recorded(payloads.contentType.reply)
        }
        guard recorded == payloads.events else {
            throw BenchError("\(recorded) of \(payloads.events) events were recorded")
        }
        return Outcome(seconds: seconds, events: recorded)
    }

    /// What belongs to one order stays on one connection, as with a real publisher.
    private func shares(of payloads: Payloads) -> [[UInt32]] {
        var shares = [[UInt32]](repeating: [], count: connections)
        for index in 0..<payloads.count {
            let share = connections == 1 ? 0 : Int(payloads.keys[index] % UInt64(connections))
            shares[share].append(UInt32(index))
        }
        return shares
    }

    private static func drive(
        _ payloads: Payloads, _ shares: [[UInt32]], window: Int, to endpoint: String, in context: Context
    ) throws -> Replies {
        let peers = try shares.map { try Peer(to: endpoint, in: context, payloads, share: $0) }
        let poller = Poller()
        let entries = peers.map { poller.add($0.socket) }
        var message = Multipart()
        var replies = Replies()
        replies.reserve(payloads.events * 64 / shares.count)
        for peer in peers {
            while peer.hasMore, peer.unanswered < window { _ = try peer.send() }
        }
        while peers.contains(where: { !$0.isDone }) {
            guard try poller.wait(atMost: 30_000) > 0 else {
                throw BenchError("no reply for 30 s")
            }
            for (peer, entry) in zip(peers, entries) where poller.isReadable(entry) {
                while try peer.receive(into: &message, keeping: &replies) != nil {
                    if peer.hasMore { _ = try peer.send() }
                }
            }
        }
        return replies
    }
}
