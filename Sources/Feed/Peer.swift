import ZeroMQ

/// One consumer's connection, and what is between us and it.
final class Peer {
    let identity: [UInt8]
    /// -1 where it is not known.
    private(set) var descriptor: CInt = -1
    /// Requests that are not answered.
    var unanswered = 0
    /// The one fetch of its that is being worked on: so that a connection has one unfinished reply, not sixteen.
    weak var work: Fetch?
    /// Bytes on the wire: requests read, replies handed to libzmq.
    private(set) var read: UInt64 = 0
    private var given: UInt64 = 0
    /// What TCP had carried to the peer beside replies: the handshake, heartbeats.
    private var carriedBeside: UInt64 = 0

    init(_ identity: [UInt8]) { self.identity = identity }

    /// A request came.
    func heard(_ wireBytes: Int, by descriptor: CInt) {
        if descriptor != self.descriptor { connected(by: descriptor) }
        read += UInt64(wireBytes)
    }

    private func connected(by descriptor: CInt) {
        self.descriptor = descriptor
        (read, given, carriedBeside) = (0, 0, Traffic(of: descriptor)?.taken ?? 0)
    }

    func gave(_ wireBytes: Int) { given += UInt64(wireBytes) }

    /// Bytes of replies that it has not taken; nil where the kernel does not tell.
    func untaken() -> Int? {
        guard descriptor >= 0, let traffic = Traffic(of: descriptor) else { return nil }
        let left = Int(given) - (Int(clamping: traffic.taken) - Int(clamping: carriedBeside))
        // More than was given: heartbeats. From here on they do not count.
        if left < 0 { carriedBeside += UInt64(-left) }
        return max(0, left)
    }

    /// It reads, or takes so little room that it may not.
    var takesReplies: Bool { (untaken() ?? 0) <= FeedLimits.untakenBytes }
}
