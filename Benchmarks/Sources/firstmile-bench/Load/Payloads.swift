import Wire

/// Requests made before the clock starts, one after the other in one buffer.
struct Payloads: Sendable {
    let contentType: ContentType
    private(set) var bytes: [UInt8] = []
    private(set) var ranges: [Range<Int>] = []
    private(set) var events = 0
    /// Of each request's first event: see ``EventStream/Fact/key``.
    private(set) var keys: [UInt64] = []
    private let batch: Int
    private var inBatch = 0
    private var start = 0

    /// - Parameter batch: events in a request; always 1 for single JSON events.
    init(_ contentType: ContentType, batch: Int) {
        (self.contentType, self.batch) = (contentType, contentType == .json ? 1 : batch)
    }

    var count: Int { ranges.count }

    /// One request, or two where the last batch is begun.
    mutating func add(_ fact: EventStream.Fact) {
        if inBatch == 0 {
            start = bytes.count
            keys.append(fact.key)
        }
        switch contentType {
        case .json: unsafe addWithoutSequence(fact.json)
        case .jsonBatch:
            bytes.append(UInt8(ascii: inBatch == 0 ? "[" : ","))
            unsafe bytes.append(contentsOf: fact.json)
        case .protobuf:
            // EventBatch.events is field 1.
            bytes.append(1 << 3 | 2)
            var length = unsafe fact.record.count
            while length >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: length) | 0x80)
                length >>= 7
            }
            bytes.append(UInt8(length))
            unsafe bytes.append(contentsOf: fact.record)
        }
        inBatch += 1
        events += 1
        if inBatch == batch { finish() }
    }

    /// A source's counter would go up and down when its events come over many connections, and every step back
    /// would be a gap for the anomalies to look after.
    private mutating func addWithoutSequence(_ json: UnsafeRawBufferPointer) {
        let name = Array("\"sequence\":\"".utf8)
        guard let found = unsafe json.firstRange(of: name),
            let end = unsafe json[found.upperBound...].firstIndex(of: UInt8(ascii: ","))
        else { return unsafe bytes.append(contentsOf: json) }
        unsafe bytes.append(contentsOf: json[..<found.lowerBound])
        unsafe bytes.append(contentsOf: json[(end + 1)...])
    }

    /// Ends the last request.
    mutating func finish() {
        guard inBatch > 0 else { return }
        if contentType == .jsonBatch { bytes.append(UInt8(ascii: "]")) }
        ranges.append(start..<bytes.count)
        inBatch = 0
    }

    static func simulated(
        _ contentType: ContentType, batch: Int, events: Int, days: Int, seed: UInt64 = 1
    ) throws -> Payloads {
        try simulated(contentType, batch: batch, parts: [events], days: days, seed: seed)[0]
    }

    /// One simulation cut into parts of so many events, to be sent one after the other.
    static func simulated(
        _ contentType: ContentType, batch: Int, parts: [Int], days: Int, seed: UInt64 = 1,
        noting: (EventStream.Fact) -> Void = { _ in }
    ) throws -> [Payloads] {
        var stream = try EventStream(events: parts.reduce(0, +), days: days, seed: seed)
        return try parts.map { events in
            var payloads = Payloads(contentType, batch: batch)
            try stream.lend(events) {
                payloads.add($0)
                noting($0)
            }
            payloads.finish()
            return payloads
        }
    }
}
