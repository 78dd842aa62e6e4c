import Vocabulary
import Wire

/// One event that a publisher says, once or often.
final class Saying {
    let source: String
    let id: String
    /// The content, as the log is to keep it.
    let record: [UInt8]
    /// The same as a CloudEvent in JSON.
    let json: [UInt8]
    /// Where it was acknowledged to lie.
    var position: UInt64?
    /// It was refused for good.
    var isRefused = false
    var isSent = false

    var name: String { "\(source) \(id)" }
    var isSettled: Bool { position != nil || isRefused }

    init(_ payload: Payload, id: String, source: String, time: Instant, sequence: UInt64?) {
        self.source = source
        self.id = id
        var record: [UInt8] = []
        RecordEncoder().encode(
            payload, id: id, source: source, time: time, origin: .fact, sequence: sequence, into: &record)
        self.record = record
        var json: [UInt8] = []
        do {
            try unsafe record.withUnsafeBytes {
                try unsafe CloudEventWriter().write($0, position: nil, recordedAt: nil, into: &json)
            }
        } catch { preconditionFailure("an event made here cannot be written: \(error)") }
        self.json = json
    }
}
