import Vocabulary
import Wire

/// A message of the live stream.
struct LiveMessage: Sendable {
    enum Content: Sendable {
        case event(position: UInt64, previousOfType: UInt64?, previousOfTopic: UInt64?, payload: [UInt8])
        /// All before this position were published.
        case end(UInt64)
        /// The connection was lost, or is a new one.
        case reconnected
    }
    let content: Content
}

/// One stream, and when something of it is missing (`Schemas/feed.md`, the hand-over).
struct LiveRules: Sendable {
    private enum Stream { case everything, type, topic }

    private let stream: Stream
    /// What to subscribe to.
    let topics: [String]

    /// Nil for what is no single stream.
    init?(_ options: ConsumerOptions) {
        var filter = options.filter
        guard options.format == .json, options.member == nil, options.follows else { return nil }
        let (types, sellers) = (filter.types, filter.sellers)
        (filter.types, filter.sellers) = ([], [])
        guard filter.isEmpty else { return nil }
        switch (types.count, sellers.count) {
        case (0, 0):
            stream = .everything
            topics = ["firstmile/1"]
        case (1, 0):
            stream = .type
            topics = ["firstmile/1!", "firstmile/1/\(types[0].rawValue)/"]
        case (1, 1):
            stream = .topic
            topics = ["firstmile/1!", "firstmile/1/\(types[0].rawValue)/\(sellers[0])/"]
        default: return nil
        }
    }

    /// What of the messages follows without a gap; not whole when a fetch must come next.
    func batch(of messages: [LiveMessage], from start: Position) -> (FeedBatch, isWhole: Bool) {
        var payload: [UInt8] = []
        var next = start.rawValue
        var events = 0
        var isWhole = true
        taking: for message in messages {
            switch message.content {
            case .reconnected:
                isWhole = false
                break taking
            case .end(let end):
                guard end > next else { continue }
                isWhole = false
                break taking
            case .event(let position, let ofType, let ofTopic, let event):
                guard position >= next else { continue }
                let isMissing =
                    switch stream {
                    case .everything: position > next
                    case .type: ofType.map { $0 >= next } ?? true
                    case .topic: ofTopic.map { $0 >= next } ?? true
                    }
                guard !isMissing, !event.isEmpty else {
                    isWhole = false
                    break taking
                }
                payload += [events == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","), 0x0A]
                payload += event
                events += 1
                next = position + 1
            }
        }
        payload += events == 0 ? Array("[]".utf8) : Array("\n]".utf8)
        let header = BatchHeader(
            from: start, next: Position(next), end: Position(next), events: events, lagMilliseconds: 0,
            rejoin: false)
        return (FeedBatch(header: header, format: .json, payload: payload, member: nil), isWhole)
    }
}
