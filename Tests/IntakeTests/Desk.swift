import EventLog
import Foundation
import Rulebook
import Testing
import Vocabulary
import Wire

@testable import Intake

/// A write path on a real log in a temporary directory, without its socket.
final class Desk {
    let directory: URL
    private(set) var log: EventLog
    private(set) var path: WritePath
    private let rules: Rulebook
    private let finishedOrdersKept: Int
    private let idleAfter: Interval
    private let decoder = EventDecoder()
    private var batch = DecodedBatch()
    var now: Instant

    init(
        rules: Rulebook = RulebookFile.shipped.rules, now: Instant = Instant(seconds: 1_715_000_000),
        finishedOrdersKept: Int = 10_000, idleAfter: Interval = .days(60)
    ) throws {
        self.rules = rules
        self.finishedOrdersKept = finishedOrdersKept
        self.idleAfter = idleAfter
        self.now = now
        directory = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
        let state = directory.appending(path: "state")
        try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
        (log, path) = try Self.open(directory, rules, finishedOrdersKept, idleAfter)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// As after a crash: everything in memory is gone.
    func restart(meanwhile change: () throws -> Void = {}) throws {
        log.close()
        try change()
        (log, path) = try Self.open(directory, rules, finishedOrdersKept, idleAfter)
    }

    private static func open(
        _ directory: URL, _ rules: Rulebook, _ finishedOrdersKept: Int, _ idleAfter: Interval
    ) throws -> (EventLog, WritePath) {
        var options = LogOptions()
        options.commitsInline = true
        options.preparedBytes = 0
        let place = directory.appending(path: "log").path
        let log = try EventLog.open(directory: place, options: options)
        let path = try WritePath(
            log: log, reader: LogReader(directory: place), rules: rules,
            phones: PhoneLibrary(destinations: []),
            state: directory.appending(path: "state").path, finishedOrdersKept: finishedOrdersKept,
            idleAfter: idleAfter)
        return (log, path)
    }

    /// Writes the state down as an orderly end does.
    @discardableResult
    func checkpoint() throws -> CheckpointReport? {
        var said: CheckpointReport?
        path.onCheckpoint = { said = $0 }
        log.commitIfIdle()
        try path.finishCheckpoints(at: { now })
        return said
    }

    /// Where checkpoints and what left memory lie.
    var stateDirectory: URL { directory.appending(path: "state") }

    /// Takes one CloudEvent in JSON; commits unless told otherwise.
    func take(_ json: String, commit: Bool = true) throws -> Outcome {
        batch.reset()
        var json = json
        json.withUTF8 { unsafe decoder.decode(UnsafeRawBufferPointer($0), as: .json, into: &batch) }
        let item = try #require(batch.items.first)
        guard case .event(let event) = item else {
            guard case .refused(let refusal) = item else { throw CancellationError() }
            return .refused(refusal)
        }
        let time = Instant(nanoseconds: log.recordedTime(now: now.nanoseconds))
        let outcome = try unsafe batch.bytes.withUnsafeBytes {
            try unsafe path.take(event, bytes: UnsafeRawBufferPointer(rebasing: $0[event.record]), at: time)
        }
        if commit { log.commitIfIdle() }
        return outcome
    }

    /// Lets rulebooks judge, as the daemon does when it starts.
    @discardableResult
    func activate(_ files: RulebookFile...) throws -> [RulebookFile] {
        let time = Instant(nanoseconds: log.recordedTime(now: now.nanoseconds))
        defer { log.commitIfIdle() }
        return try path.activate(files, at: time)
    }

    /// Lets time pass and the clock speak.
    func wait(until time: Instant) throws {
        now = time
        try path.tick(at: Instant(nanoseconds: log.recordedTime(now: now.nanoseconds)), limit: .max)
        log.commitIfIdle()
    }

    /// Every record, decoded.
    func records() throws -> [Recorded] {
        var records: [Recorded] = []
        let reader = try LogReader(directory: directory.appending(path: "log").path)
        _ = try unsafe reader.read(from: 0) { position, time, bytes in
            records.append(
                try unsafe RecordDecoder.decode(
                    bytes, position: Position(position), recordedAt: Instant(nanoseconds: time)))
        }
        return records
    }
}

/// Events in JSON, as an ERP writes them.
enum Said {
    static func event(
        _ id: String, _ type: String, _ time: String, source: String = "erp/test", _ data: String
    ) -> String {
        """
        {"specversion":"1.0","id":"\(id)","source":"\(source)","type":"firstmile.\(type).v1",\
        "time":"2024-05-06T\(time)Z","data":{\(data)}}
        """
    }

    static func bound(_ id: String = "bound") -> String {
        event(id, "provider-bound", "00:00:00", #""sellerId":"s","provider":"cainiao""#)
    }

    static func declared(_ order: String, phone: String = "+34612345678") -> String {
        event(
            "declared-\(order)", "order-declared", "00:00:00",
            #""orderId":"\#(order)","sellerId":"s","country":"ES","recipientPhone":"\#(phone)","ioss":"IM3720000224""#
        )
    }

    static func weighed(_ order: String, grams: Int, at time: String = "00:00:00") -> String {
        event(
            "weighed-\(order)-\(time)", "order-declared", time,
            #""orderId":"\#(order)","sellerId":"s","country":"ES","recipientPhone":"+34612345678","ioss":"IM3720000224","weightGrams":\#(grams)"#
        )
    }

    static func handedOver(_ order: String, at time: String = "02:00:00") -> String {
        event(
            "handed-\(order)-\(time)", "handed-over", time,
            #""orderId":"\#(order)","sellerId":"s","provider":"cainiao""#)
    }

    static func uploaded(
        _ order: String, _ number: String = "LP00612345678901", at time: String = "02:10:00",
        id: String? = nil,
        source: String = "erp/test"
    ) -> String {
        event(
            id ?? "uploaded-\(order)-\(time)", "number-uploaded", time, source: source,
            #""orderId":"\#(order)","sellerId":"s","erpAccount":"e","provider":"cainiao","trackingNumber":"\#(number)""#
        )
    }

    /// An order of special goods, which may be exempted (R5).
    static func special(_ order: String) -> String {
        event(
            "special-\(order)", "order-declared", "00:00:00",
            #""orderId":"\#(order)","sellerId":"s","country":"ES","category":"battery-products""#)
    }

    /// A request for an order, or where that is nil for the seller's battery products, three days and more ahead.
    static func requested(_ request: String, for order: String?) -> String {
        let subject = order.map { #""orderId":"\#($0)""# } ?? #""category":"battery-products""#
        return event(
            "requested-\(request)", "exemption-requested", "00:00:00",
            #""requestId":"\#(request)","sellerId":"s",\#(subject),"#
                + #""documents":["material-proof","msds","carrier-qualification"]"#
        ).replacing("2024-05-06", with: "2024-05-01")
    }

    /// An answer that names the request and nothing else.
    static func approved(_ request: String) -> String {
        event(
            "approved-\(request)", "exemption-decided", "00:00:00",
            #""requestId":"\#(request)","decision":"approved""#
        ).replacing("2024-05-06", with: "2024-05-02")
    }

    static func delivered(_ order: String) -> String {
        event("delivered-\(order)", "delivered", "09:00:00", #""orderId":"\#(order)""#)
    }
}

extension Outcome {
    var position: UInt64? {
        switch self {
        case .recorded(let position, _), .duplicate(let position): position
        case .refused: nil
        }
    }

    var verdict: Validated? {
        if case .recorded(_, let verdict) = self { verdict } else { nil }
    }

    var isDuplicate: Bool {
        if case .duplicate = self { true } else { false }
    }

    var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}
