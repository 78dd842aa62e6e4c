import ZeroMQ

/// Text as the parts of messages in these tests.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

extension Socket {
    /// A socket listening at a free port of the loopback interface, over real TCP.
    static func bound(
        _ kind: Kind, in context: Context, options: SocketOptions = SocketOptions()
    ) throws(ZeroMQError) -> Socket {
        let socket = try Socket(kind, in: context, options: options)
        try socket.bind(to: "tcp://127.0.0.1:*")
        return socket
    }

    static func connected(
        _ kind: Kind, to endpoint: String, in context: Context, options: SocketOptions = SocketOptions()
    ) throws(ZeroMQError) -> Socket {
        let socket = try Socket(kind, in: context, options: options)
        try socket.connect(to: endpoint)
        return socket
    }

    borrowing func send(parts: [[UInt8]]) throws(ZeroMQError) {
        for (index, part) in parts.enumerated() { try send(part, more: index < parts.count - 1) }
    }

    /// The next whole message; nil when none comes within `milliseconds`.
    borrowing func next(atMost milliseconds: Int = 5_000) throws(ZeroMQError) -> [[UInt8]]? {
        var message = Multipart()
        guard try next(into: &message, atMost: milliseconds) else { return nil }
        return (0..<message.count).map { message.copied(at: $0) }
    }

    borrowing func next(
        into message: inout Multipart, atMost milliseconds: Int = 5_000, maxParts: Int = .max,
        maxBytes: Int = .max
    ) throws(ZeroMQError) -> Bool {
        if try receive(into: &message, maxParts: maxParts, maxBytes: maxBytes) { return true }
        let poller = Poller()
        _ = poller.add(self)
        guard try poller.wait(atMost: milliseconds) > 0 else { return false }
        return try receive(into: &message, maxParts: maxParts, maxBytes: maxBytes)
    }
}
