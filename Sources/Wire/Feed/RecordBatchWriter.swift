public import Vocabulary

/// Writes the payload of a batch: CloudEvents, or records as the log keeps them (`Schemas/feed.md`).
///
/// Belongs to one thread. Buffers are used again once they were given back.
public final class RecordBatchWriter {
    private let events = CloudEventWriter()

    public init() {}

    /// Adds a record to a payload that is empty in the beginning.
    ///
    /// - Throws: for bytes that no version of this module has written; nothing was added.
    public func add(
        _ record: UnsafeRawBufferPointer, position: Position, recordedAt: Instant,
        as format: FetchRequest.Format,
        to payload: inout [UInt8]
    ) throws(Refusal) {
        switch format {
        case .json:
            let start = payload.count
            payload.append(start == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
            payload.append(UInt8(ascii: "\n"))
            do throws(Refusal) {
                try unsafe events.write(record, position: position, recordedAt: recordedAt, into: &payload)
            } catch {
                payload.removeSubrange(start...)
                throw error
            }
        case .protobuf: unsafe add(record, position, recordedAt, to: &payload)
        }
    }

    /// Ends the payload.
    public func finish(_ payload: inout [UInt8], as format: FetchRequest.Format) {
        guard format == .json else { return }
        if payload.isEmpty {
            payload += [UInt8(ascii: "["), UInt8(ascii: "]")]
        } else {
            payload += [UInt8(ascii: "\n"), UInt8(ascii: "]")]
        }
    }

    /// `firstmile.v1.RecordBatch.records`.
    private func add(
        _ record: UnsafeRawBufferPointer, _ position: Position, _ recordedAt: Instant,
        to payload: inout [UInt8]
    ) {
        let place = position.rawValue == 0 ? 0 : 1 + Self.width(position.rawValue)
        let body = place + 9 + 1 + Self.width(UInt64(record.count)) + record.count
        payload.append(1 << 3 | 2)
        Self.varint(UInt64(body), to: &payload)
        if position.rawValue != 0 {
            payload.append(1 << 3)
            Self.varint(position.rawValue, to: &payload)
        }
        payload.append(2 << 3 | 1)
        unsafe withUnsafeBytes(of: recordedAt.nanoseconds.littleEndian) {
            unsafe payload.append(contentsOf: $0)
        }
        payload.append(3 << 3 | 2)
        Self.varint(UInt64(record.count), to: &payload)
        unsafe payload.append(contentsOf: record)
    }

    private static func width(_ value: UInt64) -> Int {
        value < 0x80 ? 1 : (70 - value.leadingZeroBitCount) / 7
    }

    private static func varint(_ value: UInt64, to payload: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            payload.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        payload.append(UInt8(rest))
    }
}

/// Reads a `firstmile.v1.RecordBatch`.
public enum RecordBatchReader {
    /// Lends every record of a batch, in order; the bytes are valid only inside the body.
    ///
    /// - Returns: false where the payload is no such batch; those before it were lent.
    public static func read(
        _ payload: UnsafeRawBufferPointer,
        _ body: (Position, Instant, UnsafeRawBufferPointer) throws -> Void
    ) rethrows -> Bool {
        var values = unsafe ProtobufValues(payload)
        while let record = values.next() {
            guard record.number == 1 else { continue }
            guard let start = unsafe record.bytes.baseAddress else { return false }
            var reader = unsafe ProtobufReader(start, start + record.bytes.count)
            var (position, time): (UInt64, UInt64) = (0, 0)
            var event: UnsafeRawBufferPointer?
            while let key = reader.varint() {
                switch key {
                case 1 << 3:
                    guard let value = reader.varint() else { return false }
                    position = value
                case 2 << 3 | 1:
                    guard let value = reader.fixed64() else { return false }
                    time = value
                case 3 << 3 | 2:
                    guard let length = reader.length() else { return false }
                    unsafe event = UnsafeRawBufferPointer(start: reader.cursor, count: length)
                    _ = reader.advance(length)
                default:
                    guard reader.skip(wire: key & 7) else { return false }
                }
            }
            guard reader.isAtEnd, let event = unsafe event else { return false }
            try unsafe body(Position(position), Instant(nanoseconds: Int64(bitPattern: time)), event)
        }
        return values.isWhole
    }
}
