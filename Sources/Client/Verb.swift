/// The first frame of every message: the protocol's version and what the message is (Schemas/protocol.md).
enum Verb {
    static let publish = Array("firstmile/1 PUBLISH".utf8)
    static let ping = Array("firstmile/1 PING".utf8)

    /// What an answer is, nil when it is not of this protocol.
    static func kind(of answer: UnsafeRawBufferPointer) -> PublishReply.Kind? {
        if unsafe answer.elementsEqual(acknowledgement) { return .acknowledged }
        if unsafe answer.elementsEqual(problem) { return .problem }
        if unsafe answer.elementsEqual(pong) { return .pong }
        return nil
    }

    /// Whether a problem says only that the daemon has enough to do with this connection.
    static func asksToWait(_ problem: UnsafeRawBufferPointer) -> Bool {
        unsafe problem.starts(with: busy)
    }

    /// The daemon writes the code first (Schemas/protocol.md).
    private static let busy = Array("{\"code\":\"busy\"".utf8)
    private static let acknowledgement = Array("firstmile/1 ACK".utf8)
    private static let problem = Array("firstmile/1 ERROR".utf8)
    private static let pong = Array("firstmile/1 PONG".utf8)
}
