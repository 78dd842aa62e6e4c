public import EventLog
public import Vocabulary
import Wire

/// Every record about one order, in the order of the log.
public struct OrderHistory: Sendable {
    public let order: OrderID
    public private(set) var records: [Recorded] = []
    private var numbers: Set<TrackingNumber> = []

    /// Reads the whole log for it, some millions of records a second.
    public init(of order: OrderID, in log: LogReader, progress: (UInt64) -> Void) throws {
        self.order = order
        try readAll(of: log, from: log.oldest, limit: nil, progress: progress)
    }

    /// Reads where its records are known to lie, and the log's end from `tail` on.
    ///
    /// - Parameter limit: records at or after it are left alone: `EventLog.durable`.
    public init(
        of order: OrderID, in log: LogReader, at positions: [Position], tail: Position, limit: UInt64
    ) throws {
        self.order = order
        for position in positions where position < tail {
            _ = try unsafe log.read(from: position.rawValue, limit: limit, maxBytes: 1) { at, time, bytes in
                try unsafe take(at, time, bytes)
                log.stop()
            }
        }
        try readAll(of: log, from: tail.rawValue, limit: limit) { _ in }
    }

    private mutating func readAll(
        of log: LogReader, from first: UInt64, limit: UInt64?, progress: (UInt64) -> Void
    ) throws {
        var position = first
        while true {
            let next = try unsafe log.read(from: position, limit: limit, maxBytes: 16 << 20) {
                at, time, bytes in
                try unsafe take(at, time, bytes)
            }
            progress(next)
            if next == position { return }
            position = next
        }
    }

    private mutating func take(_ at: UInt64, _ time: Int64, _ bytes: UnsafeRawBufferPointer) throws {
        // Most records are other orders': that is seen without decoding them. One that cannot be read throws below.
        if let outline = unsafe RecordOutline.of(bytes, [.order, .trackingNumber]), !concerns(outline) {
            return
        }
        let recorded = try unsafe RecordDecoder.decode(
            bytes, position: Position(at), recordedAt: Instant(nanoseconds: time))
        records.append(recorded)
        if case .numberUploaded(let upload) = recorded.event.payload {
            numbers.insert(upload.trackingNumber.normalised)
        }
    }

    /// The last snapshot of how the order stands.
    public var standing: Validated? {
        records.reversed().lazy.compactMap { recorded -> Validated? in
            guard recorded.origin == .decision, case .validated(let it) = recorded.event.payload else {
                return nil
            }
            return it
        }.first
    }

    /// The mark 「异常单」, unless it was withdrawn.
    public var missed: DeadlineMissed? {
        var missed: DeadlineMissed?
        for recorded in records {
            if case .deadlineMissed(let it) = recorded.event.payload { missed = it }
            if case .deadlineWithdrawn = recorded.event.payload { missed = nil }
        }
        return missed
    }

    /// The last fee said; without lines nothing is owed any more.
    public var fee: FeeAssessed? {
        records.reversed().lazy.compactMap { recorded -> FeeAssessed? in
            if case .feeAssessed(let it) = recorded.event.payload { it } else { nil }
        }.first
    }

    /// The latest bill by its own time.
    public var bill: FeeBilled? {
        records.compactMap { recorded -> (Instant, FeeBilled)? in
            guard case .feeBilled(let it) = recorded.event.payload else { return nil }
            return (recorded.event.time, it)
        }.max { $0.0 < $1.0 }?.1
    }

    /// The route that counts: the latest that was said from outside, else our last (R37).
    public var route: Routed? {
        let routes = records.compactMap { recorded -> (Recorded, Routed)? in
            guard case .routed(let it) = recorded.event.payload else { return nil }
            return (recorded, it)
        }
        let outside = routes.filter { $0.0.origin == .fact }.max { $0.0.event.time < $1.0.event.time }
        return (outside ?? routes.last)?.1
    }

    /// The latest declaration by its own time.
    public var declaration: OrderDeclared? { declaration(before: Position(.max)) }

    /// The latest by its own time of those that the log held before a position.
    public func declaration(before position: Position) -> OrderDeclared? {
        records.compactMap { recorded -> (Instant, OrderDeclared)? in
            guard recorded.position < position, case .orderDeclared(let it) = recorded.event.payload else {
                return nil
            }
            return (recorded.event.time, it)
        }.max { $0.0 < $1.0 }?.1
    }

    /// Everybody whose it was said to be.
    public var sellers: Set<SellerID> {
        Set(
            records.compactMap { recorded in
                switch recorded.event.payload {
                case .orderDeclared(let it): it.sellerID
                case .handedOver(let it): it.sellerID
                case .numberUploaded(let it): it.sellerID
                default: nil
                }
            })
    }

    /// The earliest handover by its own time.
    public var handover: (time: Instant, fact: HandedOver)? {
        records.compactMap { recorded -> (Instant, HandedOver)? in
            guard case .handedOver(let it) = recorded.event.payload else { return nil }
            return (recorded.event.time, it)
        }.min { $0.0 < $1.0 }.map { (time: $0.0, fact: $0.1) }
    }

    /// Whose codes the order's scans carry: the provider of its number, else the one it was handed to or declared for.
    public var provider: ProviderID? {
        let upload = records.reversed().lazy.compactMap { recorded -> ProviderID? in
            if case .numberUploaded(let it) = recorded.event.payload { it.provider } else { nil }
        }.first
        return standing?.acceptedProvider ?? upload ?? handover?.fact.provider ?? declaration?.provider
    }

    /// Whether a number of it was voided.
    public var isVoided: Bool {
        records.contains { if case .numberVoided = $0.event.payload { true } else { false } }
    }

    private func concerns(_ outline: RecordOutline) -> Bool {
        if let named = outline.order { return named == order.token }
        // Scans may name the parcel by its number alone.
        guard outline.type == .scanned, let number = outline.trackingNumber else { return false }
        return numbers.contains(TrackingNumber(number).normalised)
    }
}
