import Vocabulary
import Wire

/// Under which topic an event is published, and what was published before it there.
struct LiveTopics {
    /// Topics whose last position is known; beyond it all are forgotten, and subscribers fetch once.
    private static let remembered = 100_000
    /// Of the message that tells how far has been published.
    static let end = Array("firstmile/1!".utf8)

    private struct Topic: Hashable {
        var type: Int
        var seller: Token
    }

    private var lastOfType = [UInt64?](repeating: nil, count: EventType.allCases.count)
    private var lastOfTopic: [Topic: UInt64] = [:]

    /// What stood there before an event, which stands there from now on.
    mutating func place(
        _ outline: RecordOutline, at position: UInt64
    ) -> (ofType: UInt64?, ofTopic: UInt64?) {
        let type = outline.type.index
        let topic = Topic(type: type, seller: outline.seller ?? Token())
        defer {
            if lastOfTopic.count >= Self.remembered { lastOfTopic.removeAll(keepingCapacity: true) }
            lastOfType[type] = position
            lastOfTopic[topic] = position
        }
        return (lastOfType[type], lastOfTopic[topic])
    }

    /// Something was left out: what came before is not known any more.
    mutating func forget() { self = LiveTopics() }

    static func topic(of outline: RecordOutline, into topic: inout [UInt8]) {
        topic.removeAll(keepingCapacity: true)
        topic += Array("firstmile/1/".utf8)
        topic += Array(outline.type.rawValue.utf8)
        topic.append(UInt8(ascii: "/"))
        if let seller = outline.seller {
            unsafe seller.withBytes { unsafe topic.append(contentsOf: $0) }
        } else {
            topic.append(UInt8(ascii: "-"))
        }
        topic.append(UInt8(ascii: "/"))
    }
}
