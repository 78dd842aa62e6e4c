import EventLog
import Measures
import Quarantine
import Vocabulary
import Wire
import ZeroMQ

/// What the intake's loop keeps between rounds: the message being read, the events in it, the replies that wait.
struct RequestHandler: ~Copyable {
    let path: WritePath
    let version: String
    private let decoder = EventDecoder()
    var message = Multipart()
    var batch = DecodedBatch()
    var outcomes: [Outcome] = []
    /// How many items there were after each payload frame.
    var itemsAfter: [Int] = []
    /// Where what is refused is kept.
    let quarantine: Quarantine?
    /// Who publishes, and what everybody has under way.
    let doors: Doors
    /// Whose request is being served, in `doors`.
    var sender = 0
    let locator = EventLocator()
    let replies = ReplyQueue()
    /// While the disk is full: replies that need nothing of it, to peers of whom none waits in `replies`.
    let express = ReplyQueue()
    /// Who waits in `replies`; nil when it is not known or has changed.
    var waitingPeers: Set<[UInt8]>?
    let writer = ReplyWriter()
    /// Counted for metrics, by this thread alone.
    var figures = IntakeFigures()
    /// When the round began, by a clock that nobody sets, in nanoseconds.
    var roundBegun: UInt64 = 0

    /// Messages taken in one round, so that the clock and the disk get their turn.
    private static let messagesPerRound = 2000
    /// The same for events: those that were recorded before fill no frame, but each may cost a read.
    private static let eventsPerRound = 20_000

    init(
        path: WritePath, version: String, quarantine: Quarantine? = nil,
        credit: IntakeCredit = IntakeCredit()
    ) {
        doors = Doors(credit: credit)
        self.path = path
        self.version = version
        self.quarantine = quarantine
        batch.limit = IntakeLimits.requestEvents + 1
    }

    /// Whether more may be read: a slow disk holds back the publishers, not memory.
    var hasRoom: Bool {
        // While the disk is full nothing is recorded, so whoever asks can be told that at once.
        (path.log.fillingBytes < IntakeLimits.fillingBytes || path.log.refusal != nil)
            && replies.byteCount + express.byteCount < IntakeLimits.waitingReplyBytes
    }

    var isEmpty: Bool { replies.byteCount == 0 && express.byteCount == 0 }

    /// Serves those whose turn it is, then takes what waits at the port.
    mutating func receive<Port: MessagePort & ~Copyable>(
        from port: borrowing Port, at time: () -> Instant
    ) throws {
        var (events, work) = (0, 0)
        roundBegun = MonotonicClock.now
        while hasRoom, work < IntakeCredit.work, events < Self.eventsPerRound,
            let connection = doors.takeNext(into: &message)
        {
            work += try serve(connection, at: time(), &events)
        }
        for _ in 0..<Self.messagesPerRound
        where hasRoom && events < Self.eventsPerRound && doors.hasRoom
            && (work < IntakeCredit.work || !doors.turns.servesOne)
        {
            let isThere = try port.receive(
                into: &message, maxParts: IntakeLimits.payloadFrames + 6, maxBytes: IntakeLimits.requestBytes)
            guard isThere else { break }
            // A ROUTER always gives the identity; alone, nobody said anything.
            guard message.count > 1 else { continue }
            let connection = doors.connection(of: message)
            if let problem = doors.objection(to: connection) {
                sender = connection
                refuse(problem, start)
                doors.answeredBusy(connection)
            } else if doors.mayServe(
                connection, work < IntakeCredit.work || message.wireBytes <= IntakeCredit.little)
            {
                work += try serve(connection, at: time(), &events)
            } else {
                doors.park(&message, of: connection)
            }
        }
        // A large request must not stay in memory while the socket is quiet.
        message.clear()
    }

    /// Requests wait that were taken off the socket.
    var hasWaiting: Bool { !doors.turns.isEmpty }

    /// Gives back what it cost, in bytes.
    private mutating func serve(_ connection: Int, at now: Instant, _ events: inout Int) throws -> Int {
        sender = connection
        account = nil
        batch.reset()
        try take(at: now)
        events += batch.items.count
        let cost = message.wireBytes + batch.items.count * IntakeCredit.event
        doors.charge(connection, cost, account)
        return cost
    }

    // MARK: One request

    private mutating func take(at now: Instant) throws {
        let start = start
        figures.requests &+= 1
        figures.requestBytes &+= UInt64(message.wireBytes)
        do throws(RequestProblem) {
            switch try verb(at: start) {
            case .ping: pong(start)
            case .publish: try publish(start, at: now)
            }
        } catch {
            refuse(error, start)
        }
        if let failure {
            self.failure = nil
            throw failure
        }
    }

    /// Where the request's own frames begin: a REQ sends a delimiter before them.
    private var start: Int { message.byteCount(at: 1) == 0 ? 2 : 1 }

    /// The ERP account that the request uploads for.
    private var account: UInt64?

    /// Set when the log or an index failed in the middle of a request; not the publisher's fault.
    private var failure: (any Error)?

    private func verb(at start: Int) throws(RequestProblem) -> Verb {
        guard message.count > start else { throw .tooFewFrames }
        let (isOurs, verb) = unsafe message.withUnsafeBytes(at: start) { said in
            unsafe (said.starts(with: "firstmile/1 ".utf8), Verb(said))
        }
        guard isOurs else { throw .version }
        if message.count > start + 1, message.byteCount(at: start + 1) > IntakeLimits.correlationBytes {
            throw .correlation
        }
        guard let verb else { throw .verb }
        return verb
    }

    private mutating func publish(_ start: Int, at now: Instant) throws(RequestProblem) {
        if let refusal = path.log.refusal { throw .unavailable("\(refusal)") }
        if message.isTruncated {
            let frames = message.count + message.droppedParts
            throw frames > start + 3 + IntakeLimits.payloadFrames ? .tooManyFrames : .tooLarge
        }
        guard message.count >= start + 4 else { throw .tooFewFrames }
        guard message.count <= start + 3 + IntakeLimits.payloadFrames else { throw .tooManyFrames }
        guard let type = contentType(at: start + 2) else {
            throw .contentType
        }
        itemsAfter.removeAll(keepingCapacity: true)
        for part in (start + 3)..<message.count where batch.items.count <= IntakeLimits.requestEvents {
            unsafe message.withUnsafeBytes(at: part) { unsafe decoder.decode($0, as: type, into: &batch) }
            itemsAfter.append(batch.items.count)
        }
        guard batch.items.count <= IntakeLimits.requestEvents else { throw .tooLarge }
        outcomes.removeAll(keepingCapacity: true)
        path.prepare(batch.items)
        do {
            for item in batch.items {
                switch item {
                case .refused(let refusal):
                    figures.refusals.add(refusal.code.index)
                    outcomes.append(.refused(refusal))
                case .event(let event):
                    if case .numberUploaded(let it) = event.event.payload { account = it.erpAccount.digest }
                    let outcome = try unsafe batch.bytes.withUnsafeBytes {
                        try unsafe path.take(
                            event, bytes: UnsafeRawBufferPointer(rebasing: $0[event.record]), at: now)
                    }
                    figures.count(outcome)
                    outcomes.append(outcome)
                }
            }
        } catch {
            failure = error
            return
        }
        figures.requestEvents.add(UInt64(batch.items.count))
        acknowledge(start, type)
        if quarantine != nil { keepRefused(start, type, at: now) }
    }

    /// Compared as bytes: it comes with every request.
    private func contentType(at part: Int) -> ContentType? {
        unsafe message.withUnsafeBytes(at: part) { bytes in
            ContentType.allCases.first { unsafe bytes.elementsEqual($0.rawValue.utf8) }
        }
    }
}
