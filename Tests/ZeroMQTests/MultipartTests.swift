import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(10)))
struct MultipartTests {
    @Test func `router and dealer exchange messages of many parts, both ways`() throws {
        let context = try Context()
        let router = try Socket.bound(.router, in: context)
        let dealer = try Socket.connected(.dealer, to: router.lastEndpoint, in: context)
        let sent = (0..<40).map { [UInt8](repeating: UInt8($0), count: $0 * 7) }
        try dealer.send(parts: sent)
        let request = try #require(try router.next())
        #expect(request.count == 41)
        #expect(Array(request.dropFirst()) == sent)

        try router.send(request[0], more: true)
        try router.send(parts: [bytes("ACK"), [], bytes("payload")])
        #expect(try dealer.next() == [bytes("ACK"), [], bytes("payload")])
    }

    @Test func `a REQ client's empty delimiter arrives and is wanted back`() throws {
        let context = try Context()
        let router = try Socket.bound(.router, in: context)
        let client = try Socket.connected(.req, to: router.lastEndpoint, in: context)
        try client.send(parts: [bytes("verb"), bytes("c-1")])
        let request = try #require(try router.next())
        #expect(request.dropFirst().map(text) == ["", "verb", "c-1"])
        try router.send(parts: [request[0], [], bytes("done")])
        #expect(try client.next() == [bytes("done")])
    }

    @Test func `what exceeds the caps of a message is dropped and the next message is whole`() throws {
        let context = try Context()
        let pull = try Socket.bound(.pull, in: context)
        let push = try Socket.connected(.push, to: pull.lastEndpoint, in: context)
        try push.send(parts: Array(repeating: bytes("12345"), count: 30))
        try push.send(parts: [bytes("a"), bytes("123456789"), bytes("b")])
        try push.send(parts: [bytes("next"), bytes("one")])
        var message = Multipart()
        #expect(try pull.next(into: &message, maxParts: 10))
        #expect(message.count == 10)
        #expect(message.droppedParts == 20)
        #expect(message.byteCount == 50)
        #expect(try pull.next(into: &message, maxBytes: 8))
        #expect(message.count == 1, "a part after the dropped one must not close the gap")
        #expect(message.isTruncated == true)
        #expect(try pull.next(into: &message, maxParts: 10, maxBytes: 8))
        #expect(message.isTruncated == false)
        #expect((0..<message.count).map { text(message.copied(at: $0)) } == ["next", "one"])
    }

    @Test func `one part at a time says whether more follow`() throws {
        let context = try Context()
        let pull = try Socket.bound(.pull, in: context)
        let push = try Socket.connected(.push, to: pull.lastEndpoint, in: context)
        try push.send(parts: [bytes("first"), bytes("second")])
        let message = Message()
        try pull.waitAndReceive(into: message)
        #expect(message.hasMore == true)
        #expect(message.withBytes { $0.byteCount } == 5)
        try pull.waitAndReceive(into: message)
        #expect(message.hasMore == false)
        #expect(text(message.copied()) == "second")
        #expect(try pull.receive(into: message) == false)
    }

    @Test func `a subscriber hears only what it asked for`() throws {
        let context = try Context()
        let pub = try Socket.bound(.pub, in: context)
        let sub = try Socket.connected(.sub, to: pub.lastEndpoint, in: context)
        try sub.subscribe(to: bytes("ES"))
        // A subscription takes a moment to travel: repeat until the first one is heard.
        var heard: [[UInt8]]?
        for _ in 0..<500 where heard == nil {
            try pub.send(bytes("FR 1"))
            try pub.send(bytes("ES 1"))
            heard = try sub.next(atMost: 10)
        }
        #expect(heard == [bytes("ES 1")])
    }
}
