public import EventLog
public import Vocabulary
import Wire

/// Single records of a log.
public enum LogRecords {
    /// Those at some positions; what the log no longer holds, or does not hold yet, is left out.
    ///
    /// - Parameter limit: records at or after it are left alone: `EventLog.durable`.
    public static func at(_ positions: [Position], in log: LogReader, limit: UInt64) throws -> [Recorded] {
        var records: [Recorded] = []
        for position in positions where position.rawValue < limit && position.rawValue >= log.oldest {
            _ = try unsafe log.read(from: position.rawValue, limit: limit, maxBytes: 1) { at, time, bytes in
                if at == position.rawValue {
                    records.append(
                        try unsafe RecordDecoder.decode(
                            bytes, position: Position(at), recordedAt: Instant(nanoseconds: time)))
                }
                log.stop()
            }
        }
        return records
    }
}
