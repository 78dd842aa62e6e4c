/// Where a reply goes, and what it is the reply to.
struct Address {
    let peer: Peer
    /// A REQ sent a delimiter, and gets it back.
    let hasDelimiter: Bool
    let correlation: [UInt8]
}

/// A reply on its way to the socket.
struct FeedMessage {
    let address: Address
    let verb: StaticString
    let contentType: String
    /// What follows: one frame, or a header and a payload.
    let frames: [[UInt8]]
}
