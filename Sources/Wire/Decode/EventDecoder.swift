import Vocabulary

/// Reads the events of a payload: checks each of them wholly and brings it into the canonical form of the log.
///
/// Reused from payload to payload; belongs to one thread.
public final class EventDecoder {
    private var room: DecodingRoom

    /// `admitsDecisions`: decisions are read too, as a consumer of the feed does. The intake takes facts only.
    public convenience init(admitsDecisions: Bool = false) {
        self.init(admitsDecisions: admitsDecisions, rewritesAll: false)
    }

    /// `rewritesAll`: every record is written field by field. Tests compare such a record with the bytes
    /// that were found to be canonical.
    init(admitsDecisions: Bool, rewritesAll: Bool) {
        room = DecodingRoom(admitsDecisions: admitsDecisions, rewritesAll: rewritesAll)
    }

    /// Appends one item per event to `batch`, in the order of the payload.
    ///
    /// A bad event is refused alone. A payload that does not parse gives one refusal with the code
    /// `malformed` and nothing else; an empty batch gives no item at all.
    public func decode(
        _ bytes: UnsafeRawBufferPointer, as type: ContentType, into batch: inout DecodedBatch
    ) {
        unsafe room.decode(bytes, as: type, into: &batch)
    }
}
