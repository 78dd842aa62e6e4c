import Wire
import ZeroMQ

/// The thread's side of a conversation with the feed: keeps a connection, sends again what a lost one left unanswered.
/// Everything the feed can be asked may be asked twice.
final class FeedLink {
    private struct Pending {
        let question: FeedExchange.Question
        let asked: ContinuousClock.Instant
        var sent: ContinuousClock.Instant?
        /// Not to be sent before.
        var due: ContinuousClock.Instant
        var timesRefused = 0
    }

    private let endpoint: String
    private let context: Context
    private let options: FeedOptions
    private let exchange: FeedExchange
    private let clock = ContinuousClock()
    private let reader = FeedReplyReader()
    private var pending: [UInt64: Pending] = [:]
    private var connection: Connection?
    private var connectAt: ContinuousClock.Instant
    private var attempts = 0
    private var unconnectedSince: ContinuousClock.Instant
    private var incoming = Multipart()

    static func run(
        to endpoint: String, in context: Context, _ options: FeedOptions, _ exchange: FeedExchange
    ) {
        let link = FeedLink(endpoint, context, options, exchange)
        do throws(ZeroMQError) { try link.run() } catch { exchange.fail(.transport(error)) }
    }

    private init(_ endpoint: String, _ context: Context, _ options: FeedOptions, _ exchange: FeedExchange) {
        (self.endpoint, self.context, self.options, self.exchange) = (endpoint, context, options, exchange)
        (connectAt, unconnectedSince) = (clock.now, clock.now)
    }

    private func run() throws(ZeroMQError) {
        let idle = Poller()
        _ = idle.add(exchange.wakeUp)
        while true {
            exchange.wakeUp.drain()
            guard let news = exchange.take() else { return }
            let now = clock.now
            if pending.isEmpty, !news.questions.isEmpty, connection?.standing != .ready {
                unconnectedSince = now
            }
            for question in news.questions {
                pending[question.id] = Pending(question: question, asked: now, due: now)
            }
            for id in news.withdrawn { pending[id] = nil }
            try keepConnected()
            giveUpOnHopeless()
            guard let connection else {
                _ = try idle.wait(atMost: pending.isEmpty ? 1000 : 10)
                continue
            }
            try receiveAll(from: connection)
            if connection.standing == .ready { try sendDue(over: connection) }
            try connection.wait(wantsRoom: false, atMost: pending.isEmpty ? 1000 : 20)
        }
    }

    private func keepConnected() throws(ZeroMQError) {
        guard let connection else {
            if clock.now >= connectAt {
                connection = try Connection(to: endpoint, in: context, wakeUp: exchange.wakeUp)
            }
            return
        }
        let before = connection.standing
        try connection.look()
        switch connection.standing {
        case .connecting: break
        case .ready: attempts = 0
        case .over:
            try receiveAll(from: connection)
            let now = clock.now
            if before == .ready { unconnectedSince = now }
            for id in pending.keys {
                pending[id]?.sent = nil
                pending[id]?.due = now
            }
            connectAt = now + .milliseconds(100 << min(attempts, 4))
            attempts += 1
            self.connection = nil
        }
    }

    private func sendDue(over connection: Connection) throws(ZeroMQError) {
        let now = clock.now
        for id in pending.keys.sorted() {
            guard let asked = pending[id], asked.due <= now else { continue }
            let again = options.resendAfter + asked.question.patience
            if let sent = asked.sent, now - sent < again { continue }
            guard try connection.socket.trySend(asked.question.verb, more: true) == .sent else { return }
            try unsafe withUnsafeBytes(of: id) { (bytes) throws(ZeroMQError) in
                try unsafe connection.socket.send(bytes, more: true)
            }
            try connection.socket.send(Self.contentType, more: true)
            try connection.socket.send(asked.question.json)
            pending[id]?.sent = now
        }
    }

    private static let contentType = Array(FeedRequest.contentType.utf8)

    private func receiveAll(from connection: Connection) throws(ZeroMQError) {
        while try connection.socket.receive(into: &incoming) {
            guard incoming.count >= 4, incoming.byteCount(at: 1) == 8 else { continue }
            let id = unsafe incoming.withUnsafeBytes(at: 1) { unsafe $0.loadUnaligned(as: UInt64.self) }
            guard pending[id] != nil else { continue }
            do throws(FeedReplyReader.NoReply) {
                accept(try reader.read((0..<incoming.count).map { incoming.copied(at: $0) }), for: id)
            } catch {
                pending[id] = nil
                exchange.answer(
                    id, with: .failure(.notAFeed(endpoint: endpoint, reason: error.reason)))
            }
        }
        incoming.clear()
    }

    private func accept(_ reply: FeedReply, for id: UInt64) {
        if case .problem(let problem) = reply {
            if problem.code == "busy" || problem.code == "unavailable" {
                let times = min(pending[id]?.timesRefused ?? 0, 6)
                pending[id]?.timesRefused += 1
                pending[id]?.sent = nil
                pending[id]?.due = clock.now + .milliseconds(20 << times)
                return
            }
            pending[id] = nil
            return exchange.answer(id, with: .failure(.refused(problem)))
        }
        pending[id] = nil
        exchange.answer(id, with: .success(reply))
    }

    /// Tells those who wait in vain.
    private func giveUpOnHopeless() {
        guard !pending.isEmpty else { return }
        let now = clock.now
        if connection?.standing != .ready, now - unconnectedSince >= options.connectPatience {
            let error =
                connection?.metAStranger ?? false
                ? FeedError.notAFeed(endpoint: endpoint, reason: "it does not speak ZeroMQ")
                : .nobodyListening(endpoint: endpoint, waited: now - unconnectedSince)
            for id in pending.keys { exchange.answer(id, with: .failure(error)) }
            pending = [:]
            return
        }
        for (id, asked) in pending
        where now - asked.asked >= options.replyPatience + asked.question.patience {
            guard connection?.standing == .ready else { continue }
            pending[id] = nil
            exchange.answer(
                id, with: .failure(.noReply(endpoint: endpoint, waited: now - asked.asked)))
        }
    }
}
