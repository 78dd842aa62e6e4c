import Wire
import ZeroMQ

/// One connection of the load: a DEALER with its share of the requests and a window.
final class Peer {
    let socket: Socket
    private let payloads: Payloads
    private let share: [UInt32]
    private let contentType: [UInt8]
    private var next = 0
    private(set) var unanswered = 0

    init(to endpoint: String, in context: Context, _ payloads: Payloads, share: [UInt32]) throws {
        socket = try Socket(
            .dealer, in: context,
            options: .with {
                $0.sendHighWaterMark = 0
                $0.receiveHighWaterMark = 0
            })
        try socket.connect(to: endpoint)
        self.payloads = payloads
        self.share = share
        contentType = Array(payloads.contentType.rawValue.utf8)
    }

    /// Everything was sent and answered.
    var isDone: Bool { next == share.count && unanswered == 0 }
    var hasMore: Bool { next < share.count }

    private static let verb = Array("firstmile/1 PUBLISH".utf8)
    static let acknowledgement = Array("firstmile/1 ACK".utf8)

    /// Sends the next request and returns its index, which is also its correlation.
    func send() throws -> UInt32 {
        let index = share[next]
        next += 1
        unanswered += 1
        guard try socket.trySend(Self.verb, more: true) == .sent else {
            throw BenchError("the library takes no more requests")
        }
        try unsafe withUnsafeBytes(of: index) { try unsafe socket.send($0, more: true) }
        try socket.send(contentType, more: true)
        try unsafe payloads.bytes.withUnsafeBytes {
            try unsafe socket.send(UnsafeRawBufferPointer(rebasing: $0[payloads.ranges[Int(index)]]))
        }
        return index
    }

    /// Takes a reply, keeps it, and returns the index of its request; nil when none is there.
    func receive(into message: inout Multipart, keeping replies: inout Replies) throws -> UInt32? {
        guard try socket.receive(into: &message) else { return nil }
        guard message.count == 4, message.byteCount(at: 1) == 4 else {
            throw BenchError("a reply has \(message.count) frames")
        }
        unanswered -= 1
        if unsafe message.withUnsafeBytes(at: 0, { unsafe $0.elementsEqual(Self.acknowledgement) }) {
            unsafe message.withUnsafeBytes(at: 3) { unsafe replies.add($0) }
        } else {
            unsafe message.withUnsafeBytes(at: 3) { unsafe replies.addProblem($0) }
        }
        return unsafe message.withUnsafeBytes(at: 1) { unsafe $0.loadUnaligned(as: UInt32.self) }
    }
}
