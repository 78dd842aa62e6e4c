import Glibc
import Histogram
import Synchronization
import Wire
import ZeroMQ

/// Round trips as a publisher sees them, in nanoseconds.
typealias Latencies = Histogram<UInt64>

/// One request at a time, or requests at a fixed rate whatever the daemon does.
enum Pacing {
    /// Sends each request when the one before was answered.
    static func oneByOne(_ payloads: Payloads, to endpoint: String) throws -> Latencies {
        let peer = try Peer(
            to: endpoint, in: Context(), payloads, share: Array(0..<UInt32(payloads.count)))
        let poller = Poller()
        _ = poller.add(peer.socket)
        var message = Multipart()
        var replies = Replies()
        var latencies = Latencies(numberOfSignificantValueDigits: .three)
        while peer.hasMore {
            let start = now()
            _ = try peer.send()
            while try peer.receive(into: &message, keeping: &replies) == nil {
                guard try poller.wait(atMost: 30_000) > 0 else { throw BenchError("no reply for 30 s") }
            }
            latencies.record(now() - start)
            // An idle daemon: the log's own work after a commit is over.
            usleep(500)
        }
        guard try replies.recorded(payloads.contentType.reply) == payloads.events else {
            throw BenchError("not every event was recorded")
        }
        return latencies
    }

    /// Sends a request every `interval` nanoseconds. A round trip is counted from the moment at which the
    /// request was due, so that a stall counts against all who waited behind it.
    static func steadily(
        _ payloads: Payloads, every interval: UInt64, warmingUp: Int, to endpoint: String
    ) throws -> Latencies {
        let peer = try Peer(
            to: endpoint, in: Context(), payloads, share: Array(0..<UInt32(payloads.count)))
        let poller = Poller()
        _ = poller.add(peer.socket)
        let bell = try WakeUp()
        _ = poller.add(bell)
        let start = now() + 50_000_000
        let isOver = Shared(Atomic(false))
        // libzmq waits in whole milliseconds: a thread of its own rings when the next request is due.
        let ringer = BenchThread("pace") {
            for index in 0..<payloads.count where !isOver.value.load(ordering: .relaxed) {
                sleep(until: start + UInt64(index) * interval)
                bell.signal()
            }
        }
        defer {
            isOver.value.store(true, ordering: .relaxed)
            ringer.join()
        }
        var message = Multipart()
        var replies = Replies()
        var latencies = Latencies(numberOfSignificantValueDigits: .three)
        var sent = 0
        while !peer.isDone {
            guard try poller.wait(atMost: 30_000) > 0 else { throw BenchError("no reply for 30 s") }
            bell.drain()
            while let index = try peer.receive(into: &message, keeping: &replies) {
                if index >= warmingUp { latencies.record(now() - (start + UInt64(index) * interval)) }
            }
            while peer.hasMore, start + UInt64(sent) * interval <= now() {
                _ = try peer.send()
                sent += 1
            }
        }
        guard try replies.recorded(payloads.contentType.reply) == payloads.events else {
            throw BenchError("not every event was recorded")
        }
        return latencies
    }

    private static func now() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    private static func sleep(until moment: UInt64) {
        var time = timespec(tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
        while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}
