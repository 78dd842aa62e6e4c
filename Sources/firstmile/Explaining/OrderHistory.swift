import EventLog
import Vocabulary
import Wire

/// Every record about one order, in the order of the log.
struct OrderHistory {
    let order: OrderID
    private(set) var records: [Recorded] = []

    /// Reads the whole log for it, some millions of records a second.
    init(of order: OrderID, in log: LogReader, progress: (UInt64) -> Void) throws {
        self.order = order
        var position = log.oldest
        var numbers: Set<TrackingNumber> = []
        while true {
            let next = try unsafe log.read(from: position, maxBytes: 16 << 20) { at, time, bytes in
                let recorded = try unsafe RecordDecoder.decode(
                    bytes, position: Position(at), recordedAt: Instant(nanoseconds: time))
                guard concerns(recorded.event.payload, numbers) else { return }
                records.append(recorded)
                if case .numberUploaded(let upload) = recorded.event.payload {
                    numbers.insert(upload.trackingNumber)
                }
            }
            progress(next)
            if next == position { return }
            position = next
        }
    }

    /// The last snapshot of how the order stands.
    var standing: Validated? {
        records.reversed().lazy.compactMap { recorded -> Validated? in
            guard recorded.origin == .decision, case .validated(let it) = recorded.event.payload else {
                return nil
            }
            return it
        }.first
    }

    /// The mark 「异常单」, unless it was withdrawn.
    var missed: DeadlineMissed? {
        var missed: DeadlineMissed?
        for recorded in records {
            if case .deadlineMissed(let it) = recorded.event.payload { missed = it }
            if case .deadlineWithdrawn = recorded.event.payload { missed = nil }
        }
        return missed
    }

    /// The last fee said; without lines nothing is owed any more.
    var fee: FeeAssessed? {
        records.reversed().lazy.compactMap { recorded -> FeeAssessed? in
            if case .feeAssessed(let it) = recorded.event.payload { it } else { nil }
        }.first
    }

    /// The latest bill by its own time.
    var bill: FeeBilled? {
        records.compactMap { recorded -> (Instant, FeeBilled)? in
            guard case .feeBilled(let it) = recorded.event.payload else { return nil }
            return (recorded.event.time, it)
        }.max { $0.0 < $1.0 }?.1
    }

    /// The route that counts: the latest that was said from outside, else our last (R37).
    var route: Routed? {
        let routes = records.compactMap { recorded -> (Recorded, Routed)? in
            guard case .routed(let it) = recorded.event.payload else { return nil }
            return (recorded, it)
        }
        let outside = routes.filter { $0.0.origin == .fact }.max { $0.0.event.time < $1.0.event.time }
        return (outside ?? routes.last)?.1
    }

    /// The latest declaration by its own time.
    var declaration: OrderDeclared? { declaration(before: Position(.max)) }

    /// The latest by its own time of those that the log held before a position.
    func declaration(before position: Position) -> OrderDeclared? {
        records.compactMap { recorded -> (Instant, OrderDeclared)? in
            guard recorded.position < position, case .orderDeclared(let it) = recorded.event.payload else {
                return nil
            }
            return (recorded.event.time, it)
        }.max { $0.0 < $1.0 }?.1
    }

    /// The earliest handover by its own time.
    var handover: (time: Instant, fact: HandedOver)? {
        records.compactMap { recorded -> (Instant, HandedOver)? in
            guard case .handedOver(let it) = recorded.event.payload else { return nil }
            return (recorded.event.time, it)
        }.min { $0.0 < $1.0 }.map { (time: $0.0, fact: $0.1) }
    }

    /// Whose codes the order's scans carry: the provider of its number, else the one it was handed to or declared for.
    var provider: ProviderID? {
        let upload = records.reversed().lazy.compactMap { recorded -> ProviderID? in
            if case .numberUploaded(let it) = recorded.event.payload { it.provider } else { nil }
        }.first
        return standing?.acceptedProvider ?? upload ?? handover?.fact.provider ?? declaration?.provider
    }

    /// Whether a number of it was voided.
    var isVoided: Bool {
        records.contains { if case .numberVoided = $0.event.payload { true } else { false } }
    }

    private func concerns(_ payload: Payload, _ numbers: Set<TrackingNumber>) -> Bool {
        if payload.orderID == order { return true }
        // Scans may name the parcel by its number alone.
        guard case .scanned(let scan) = payload, scan.orderID == nil, let number = scan.trackingNumber else {
            return false
        }
        return numbers.contains(number)
    }
}
