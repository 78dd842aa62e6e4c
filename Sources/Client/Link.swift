import ZeroMQ

/// The publisher's side of the wire: the socket, and the loop that keeps requests and replies moving.
///
/// Lives on the publisher's thread from beginning to end.
final class Link {
    private let endpoint: String
    private let options: PublisherOptions
    private let exchange: Exchange
    private let socket: Socket
    private let monitor: Monitor
    private let poller = Poller()
    private let socketEntry: Poller.Entry
    private let clock = ContinuousClock()

    private var window = Window()
    private var incoming = Multipart()
    private var answered: [Slot] = []
    /// The last content types each way: nearly always the next one's too.
    private var contentType = ""
    private var outgoingType: (text: String, bytes: [UInt8]) = ("", [])
    private var isConnected = false
    private var hasMetAStranger = false
    /// Since when there has been no connection, and no reply, while something was unanswered.
    private var unconnectedSince: ContinuousClock.Instant
    private var unansweredSince: ContinuousClock.Instant
    private var lastSweep: ContinuousClock.Instant

    /// Runs until the exchange is over, whatever ends it.
    static func run(
        to endpoint: String, in context: Context, _ options: PublisherOptions, _ exchange: Exchange
    ) {
        var left = Window()
        do throws(ZeroMQError) {
            let link = try Link(to: endpoint, in: context, options, exchange)
            defer { swap(&left, &link.window) }
            try link.run()
        } catch { exchange.fail(.transport(error)) }
        exchange.abandon(&left)
    }

    private init(
        to endpoint: String, in context: Context, _ options: PublisherOptions, _ exchange: Exchange
    ) throws(ZeroMQError) {
        self.endpoint = endpoint
        self.options = options
        self.exchange = exchange
        let socket = try Socket(
            .dealer, in: context,
            options: .with {
                // Nothing is queued for a connection that is not there: what a lost one held is sent again.
                $0.immediate = true
                $0.linger = .zero
                $0.heartbeatInterval = .seconds(5)
                $0.heartbeatTimeout = .seconds(15)
                $0.reconnectInterval = .milliseconds(100)
                $0.reconnectIntervalMax = .seconds(2)
            })
        let monitor = try socket.monitor()
        try socket.connect(to: endpoint)
        socketEntry = poller.add(socket)
        _ = poller.add(monitor.socket)
        _ = poller.add(exchange.wakeUp)
        self.socket = socket
        self.monitor = monitor
        let now = clock.now
        (unconnectedSince, unansweredSince, lastSweep) = (now, now, now)
    }

    private func run() throws(ZeroMQError) {
        while true {
            exchange.wakeUp.drain()
            let wasEmpty = window.isEmpty
            guard exchange.collect(into: &window) else { return }
            if wasEmpty, !window.isEmpty {
                unansweredSince = clock.now
                if !isConnected { unconnectedSince = unansweredSince }
            }
            try noteConnections()
            try receiveAll()
            let isBlocked = try !sendDue()
            guard try isStillHopeful() else { return }
            poller.watch(socketEntry, for: isBlocked ? [.readable, .writable] : .readable)
            _ = try poller.wait(atMost: window.isEmpty ? -1 : 50)
        }
    }

    private func noteConnections() throws(ZeroMQError) {
        while let event = try monitor.next() {
            switch event {
            case .ready:
                isConnected = true
                hasMetAStranger = false
                window.resendAll()
            case .lost:
                isConnected = false
                unconnectedSince = clock.now
            case .handshakeFailed: hasMetAStranger = true
            case .retrying: break
            }
        }
    }

    /// False when the socket takes no more for now.
    private func sendDue() throws(ZeroMQError) -> Bool {
        let now = clock.now
        if now - lastSweep > options.resendAfter / 8 {
            lastSweep = now
            window.resendOverdue(at: now, after: options.resendAfter)
        }
        while let (ordinal, slot) = window.nextDue() {
            let verb = slot.request == nil ? Verb.ping : Verb.publish
            guard try socket.trySend(verb, more: true) == .sent else { return false }
            try unsafe withUnsafeBytes(of: ordinal) { (bytes) throws(ZeroMQError) in
                try unsafe socket.send(bytes, more: slot.request != nil)
            }
            if let request = slot.request { try send(request) }
            window.markSent(at: now)
        }
        return true
    }

    private func send(_ request: PublishRequest) throws(ZeroMQError) {
        if request.contentType != outgoingType.text {
            outgoingType = (request.contentType, Array(request.contentType.utf8))
        }
        try socket.send(outgoingType.bytes, more: true)
        let last = request.payloads.count - 1
        for (index, payload) in request.payloads.enumerated() { try socket.send(payload, more: index < last) }
    }

    /// Takes the replies that are there, and hands on those whose turn it is.
    private func receiveAll() throws(ZeroMQError) {
        var now: ContinuousClock.Instant?
        // Bounded, so that sending and the clock get their turn however fast replies come.
        for _ in 0..<1_024 {
            guard try socket.receive(into: &incoming) else { break }
            let time = now ?? clock.now
            now = time
            accept(at: time)
        }
        guard let now else { return }
        unansweredSince = now
        while let slot = window.popAnswered() { answered.append(slot) }
        guard !answered.isEmpty else { return }
        exchange.deliver(answered)
        answered.removeAll(keepingCapacity: true)
    }

    private func accept(at now: ContinuousClock.Instant) {
        guard incoming.count == 4, incoming.byteCount(at: 1) == 8,
            let kind = unsafe incoming.withUnsafeBytes(at: 0, { unsafe Verb.kind(of: $0) })
        else {
            hasMetAStranger = true
            return
        }
        let ordinal = unsafe incoming.withUnsafeBytes(at: 1) { unsafe $0.loadUnaligned(as: UInt64.self) }
        unsafe incoming.withUnsafeBytes(at: 2) { bytes in
            if unsafe !bytes.elementsEqual(contentType.utf8) {
                contentType = unsafe String(decoding: bytes, as: UTF8.self)
            }
        }
        window.accept(ordinal) { slot in
            PublishReply(
                kind: kind, contentType: contentType, bytes: incoming.copied(at: 3), attempts: slot.attempts,
                roundTrip: now - slot.firstSent)
        }
    }

    /// Gives up, saying why, when patience has run out.
    private func isStillHopeful() throws(ZeroMQError) -> Bool {
        guard !window.isEmpty else { return true }
        let now = clock.now
        if !isConnected, now - unconnectedSince >= options.connectPatience {
            exchange.fail(
                hasMetAStranger
                    ? .notAnIntake(endpoint: endpoint, unacknowledged: window.count)
                    : .nobodyListening(
                        endpoint: endpoint, waited: now - unconnectedSince, unacknowledged: window.count))
            return false
        }
        if now - unansweredSince >= options.replyPatience {
            exchange.fail(
                hasMetAStranger
                    ? .notAnIntake(endpoint: endpoint, unacknowledged: window.count)
                    : .noReply(
                        endpoint: endpoint, waited: now - unansweredSince, unacknowledged: window.count))
            return false
        }
        return true
    }
}
