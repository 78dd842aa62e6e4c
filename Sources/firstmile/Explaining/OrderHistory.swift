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
            switch recorded.event.payload {
            case .deadlineMissed(let it): missed = it
            case .deadlineWithdrawn: missed = nil
            default: continue
            }
        }
        return missed
    }

    /// The latest declaration by its own time.
    var declaration: OrderDeclared? {
        records.compactMap { recorded -> (Instant, OrderDeclared)? in
            guard case .orderDeclared(let it) = recorded.event.payload else { return nil }
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

    private func concerns(_ payload: Payload, _ numbers: Set<TrackingNumber>) -> Bool {
        if payload.orderID == order { return true }
        // Scans may name the parcel by its number alone.
        guard case .scanned(let scan) = payload, scan.orderID == nil, let number = scan.trackingNumber else {
            return false
        }
        return numbers.contains(number)
    }
}
