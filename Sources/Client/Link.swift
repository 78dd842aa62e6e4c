import ZeroMQ

/// The publisher's side of the wire: the loop that keeps connections, requests and replies moving.
///
/// Lives on the publisher's thread from beginning to end.
final class Link {
    private let endpoint: String
    private let context: Context
    private let options: PublisherOptions
    private let exchange: Exchange
    private let clock = ContinuousClock()

    private var window = Window()
    private var connection: Connection?
    private var connectAt: ContinuousClock.Instant
    private var attempts = 0
    private var incoming = Multipart()
    private var answered: [Slot] = []
    /// The last content types each way: nearly always the next one's too.
    private var incomingType: (text: String, bytes: [UInt8]) = ("", [])
    private var outgoingType: (text: String, bytes: [UInt8]) = ("", [])
    /// What listens there answered, but not as an intake does.
    private var metAStranger = false
    /// Since when there has been no connection, and no reply, while something was unanswered.
    private var unconnectedSince: ContinuousClock.Instant
    private var unansweredSince: ContinuousClock.Instant
    private var lastSweep: ContinuousClock.Instant
    /// Nothing is sent before: the daemon asked for a pause. How often in a row it has.
    private var holdUntil: ContinuousClock.Instant
    private var timesBusy = 0

    /// Runs until the exchange is over, whatever ends it.
    static func run(
        to endpoint: String, in context: Context, _ options: PublisherOptions, _ exchange: Exchange
    ) {
        let link = Link(to: endpoint, in: context, options, exchange)
        do throws(ZeroMQError) { try link.run() } catch { exchange.fail(.transport(error)) }
        exchange.abandon(&link.window)
    }

    private init(
        to endpoint: String, in context: Context, _ options: PublisherOptions, _ exchange: Exchange
    ) {
        (self.endpoint, self.context, self.options, self.exchange) = (endpoint, context, options, exchange)
        let now = clock.now
        (connectAt, unconnectedSince, unansweredSince, lastSweep, holdUntil) = (now, now, now, now, now)
    }

    private func run() throws(ZeroMQError) {
        let idle = Poller()
        _ = idle.add(exchange.wakeUp)
        while true {
            exchange.wakeUp.drain()
            let wasEmpty = window.isEmpty
            guard exchange.collect(into: &window) else { return }
            if wasEmpty, !window.isEmpty {
                unansweredSince = clock.now
                if connection?.standing != .ready { unconnectedSince = unansweredSince }
            }
            try keepConnected()
            guard let connection else {
                guard isStillHopeful() else { return }
                _ = try idle.wait(atMost: window.isEmpty ? 1_000 : 10)
                continue
            }
            try receiveAll(from: connection)
            let isBlocked = connection.standing == .ready ? try !sendDue(over: connection) : false
            guard isStillHopeful() else { return }
            try connection.wait(wantsRoom: isBlocked, atMost: window.isEmpty ? 1_000 : pause)
        }
    }

    /// Milliseconds to wait for news while something is unanswered.
    private var pause: Int { clock.now < holdUntil ? 5 : 50 }

    /// Notices what has become of the connection, and makes a new one when it is time.
    private func keepConnected() throws(ZeroMQError) {
        guard let connection else {
            if clock.now >= connectAt {
                self.connection = try Connection(to: endpoint, in: context, wakeUp: exchange.wakeUp)
            }
            return
        }
        let before = connection.standing
        try connection.look()
        switch connection.standing {
        case .connecting: break
        case .ready: attempts = 0
        case .over:
            // What it had answered before it broke counts.
            while try receiveAll(from: connection) {}
            metAStranger = metAStranger || connection.metAStranger
            window.resendAll()
            let now = clock.now
            if before == .ready { unconnectedSince = now }
            // A tenth of a second, doubling up to 1.6: a daemon that restarts is found soon, one that is gone
            // not nagged.
            connectAt = now + .milliseconds(100 << min(attempts, 4))
            attempts += 1
            self.connection = nil
        }
    }

    /// False when the socket takes no more for now.
    private func sendDue(over connection: Connection) throws(ZeroMQError) -> Bool {
        let now = clock.now
        guard now >= holdUntil else { return true }
        if now - lastSweep > options.resendAfter / 8 {
            lastSweep = now
            window.resendOverdue(at: now, after: options.resendAfter)
        }
        while let (ordinal, slot) = window.nextDue() {
            let verb = slot.request == nil ? Verb.ping : Verb.publish
            guard try connection.socket.trySend(verb, more: true) == .sent else { return false }
            try unsafe withUnsafeBytes(of: ordinal) { (bytes) throws(ZeroMQError) in
                try unsafe connection.socket.send(bytes, more: slot.request != nil)
            }
            if let request = slot.request { try send(request, over: connection) }
            window.markSent(at: now)
        }
        return true
    }

    private func send(_ request: PublishRequest, over connection: Connection) throws(ZeroMQError) {
        if request.contentType != outgoingType.text {
            outgoingType = (request.contentType, Array(request.contentType.utf8))
        }
        try connection.socket.send(outgoingType.bytes, more: true)
        let last = request.payloads.count - 1
        for (index, payload) in request.payloads.enumerated() {
            try connection.socket.send(payload, more: index < last)
        }
    }

    /// Takes the replies that are there, and hands on those whose turn it is. False when there was none.
    @discardableResult
    private func receiveAll(from connection: Connection) throws(ZeroMQError) -> Bool {
        var now: ContinuousClock.Instant?
        // Bounded, so that sending and the clock get their turn however fast replies come.
        for _ in 0..<1_024 {
            guard try connection.socket.receive(into: &incoming) else { break }
            let time = now ?? clock.now
            now = time
            accept(at: time)
        }
        guard now != nil else { return false }
        while let slot = window.popAnswered() { answered.append(slot) }
        if !answered.isEmpty { exchange.deliver(answered) }
        answered.removeAll(keepingCapacity: true)
        return true
    }

    private func accept(at now: ContinuousClock.Instant) {
        guard incoming.count == 4, incoming.byteCount(at: 1) == 8,
            let kind = unsafe incoming.withUnsafeBytes(at: 0, { unsafe Verb.kind(of: $0) })
        else {
            metAStranger = true
            return
        }
        unansweredSince = now
        metAStranger = false
        let ordinal = unsafe incoming.withUnsafeBytes(at: 1) { unsafe $0.loadUnaligned(as: UInt64.self) }
        unsafe incoming.withUnsafeBytes(at: 2) { bytes in
            if unsafe !bytes.elementsEqual(incomingType.bytes) {
                incomingType = unsafe (String(decoding: bytes, as: UTF8.self), Array(bytes))
            }
        }
        if kind == .problem, unsafe incoming.withUnsafeBytes(at: 3, { unsafe Verb.asksToWait($0) }) {
            return wait(ordinal, at: now)
        }
        timesBusy = 0
        window.accept(ordinal) { slot in
            PublishReply(
                kind: kind, contentType: incomingType.text, bytes: incoming.copied(at: 3),
                attempts: slot.attempts,
                roundTrip: now - slot.firstSent)
        }
    }

    /// The daemon is busy with what it has of us: the request goes again after a pause, and meanwhile no other does.
    private func wait(_ ordinal: UInt64, at now: ContinuousClock.Instant) {
        window.resend(ordinal)
        // Many answers of one burst are one reason to wait.
        guard now >= holdUntil else { return }
        holdUntil = now + .milliseconds(20 << min(timesBusy, 6))
        timesBusy += 1
    }

    /// Gives up, saying why, when patience has run out.
    private func isStillHopeful() -> Bool {
        guard !window.isEmpty else { return true }
        let now = clock.now
        let unconnected = connection?.standing == .ready ? .zero : now - unconnectedSince
        let unanswered = now - unansweredSince
        guard unconnected >= options.connectPatience || unanswered >= options.replyPatience else {
            return true
        }
        let count = window.count
        exchange.fail(
            metAStranger
                ? .notAnIntake(endpoint: endpoint, unacknowledged: count)
                : unconnected >= options.connectPatience
                    ? .nobodyListening(endpoint: endpoint, waited: unconnected, unacknowledged: count)
                    : .noReply(endpoint: endpoint, waited: unanswered, unacknowledged: count))
        return false
    }
}
