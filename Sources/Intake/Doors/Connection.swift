/// One publisher's connection: what of it is under way.
struct Connection {
    /// The routing id, or its hash where it is longer than seven bytes.
    let key: UInt64
    /// Hexadecimal, for people.
    let name: String
    /// -1 while it is not known.
    var descriptor: Int32 = -1
    /// When that was looked at last, in milliseconds.
    var linkedAt: Int64 = 0
    /// Whose turns its requests take: its ERP account's, or its own.
    var flow: Int
    /// The ERP account for which it uploaded last.
    var account: UInt64?
    /// Bytes on the wire: requests read, replies handed to libzmq. Counted anew for a new descriptor.
    var read: UInt64 = 0
    var given: UInt64 = 0
    var givenReplies: UInt64 = 0
    /// What TCP had carried to the peer beside replies: the handshake, heartbeats.
    var carriedBeside: UInt64 = 0
    /// Bytes of replies that the peer has not taken, as far as it was looked up, and what was given then.
    var untaken = 0
    var givenWhenLookedUp: UInt64 = 0
    /// Requests that wait their turn.
    var parkedRequests = 0
    var parkedBytes = 0
    /// Replies that wait for the disk.
    var waitingReplies = 0
    var waitingReplyBytes = 0
    /// When it was last heard of, in milliseconds.
    var heardAt: Int64 = 0
    /// Since the last telling.
    var busyAnswers = 0
    var droppedReplies = 0

    init(key: UInt64, name: String, flow: Int) {
        (self.key, self.name, self.flow) = (key, name, flow)
    }

    /// Memory that its replies take up, wherever they are.
    var owed: Int {
        let unseen = Int(given &- givenWhenLookedUp)
        let bytes = descriptor < 0 ? 0 : untaken + unseen
        let waiting = waitingReplyBytes + waitingReplies * IntakeCredit.replyOverhead
        // The usual case, and it comes with every message.
        if bytes < IntakeCredit.little { return waiting + bytes }
        let mean = max(1, Int(given / max(1, givenReplies)))
        return waiting + bytes + bytes / mean * IntakeCredit.replyOverhead
    }

    var isIdle: Bool { parkedRequests == 0 && waitingReplies == 0 }

    /// Learns from TCP what the peer has taken.
    mutating func lookUp(taken carried: UInt64) {
        let left = Int(given) - (Int(clamping: carried) - Int(carriedBeside))
        // More than was given: heartbeats and the like. From here on they do not count.
        if left < 0 { carriedBeside += UInt64(-left) }
        untaken = max(0, left)
        givenWhenLookedUp = given
    }
}
