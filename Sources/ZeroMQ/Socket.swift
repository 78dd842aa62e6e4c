import CZeroMQ
import Glibc

/// One socket, one owner. Not copyable and not sendable: libzmq allows one thread at a time.
@safe public struct Socket: ~Copyable {
    /// The pattern a socket speaks.
    public enum Kind: Sendable { case router, dealer, req, pub, xpub, sub, push, pull, pair }

    let handle: SocketHandle
    /// The same pointer once more, so that a send or receive is one load away from it.
    let pointer: UnsafeMutableRawPointer

    /// Options are fixed here because libzmq reads most of them only when it binds or connects.
    public init(
        _ kind: Kind, in context: Context, options: SocketOptions = SocketOptions()
    ) throws(ZeroMQError) {
        let handle = try SocketHandle(kind, in: context)
        try options.apply(to: handle)
        self.handle = handle
        unsafe pointer = unsafe handle.pointer
    }

    /// Listens at `endpoint`. `tcp://127.0.0.1:*` takes a free port; ``lastEndpoint`` tells which.
    public borrowing func bind(to endpoint: String) throws(ZeroMQError) {
        guard unsafe zmq_bind(pointer, endpoint) == 0 else { throw .last(during: .bind, at: endpoint) }
    }

    /// Stops listening. Takes the text that ``lastEndpoint`` gave, not a wildcard. Connections already made
    /// stay.
    public borrowing func unbind(from endpoint: String) throws(ZeroMQError) {
        guard unsafe zmq_unbind(pointer, endpoint) == 0 else { throw .last(during: .unbind, at: endpoint) }
    }

    /// Starts connecting in the background, and again whenever the connection is lost. Nobody there is no
    /// error.
    public borrowing func connect(to endpoint: String) throws(ZeroMQError) {
        guard unsafe zmq_connect(pointer, endpoint) == 0 else { throw .last(during: .connect, at: endpoint) }
    }

    /// The endpoint last bound or connected to, with its port filled in.
    public var lastEndpoint: String {
        get throws(ZeroMQError) {
            // As long as the longest ipc path or tcp address libzmq gives back.
            var text = [CChar](repeating: 0, count: 256)
            var size = text.count
            guard unsafe zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &text, &size) == 0 else {
                throw .last(during: .configure(option: "LAST_ENDPOINT"))
            }
            return String(
                decoding: text.prefix(max(0, size - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// For a `sub` socket: lets through messages whose first part begins with `prefix`; an empty one lets
    /// all.
    public borrowing func subscribe(to prefix: [UInt8]) throws(ZeroMQError) {
        guard unsafe zmq_setsockopt(pointer, ZMQ_SUBSCRIBE, prefix, prefix.count) == 0 else {
            throw .last(during: .subscribe)
        }
    }
}

extension Socket.Kind {
    var number: CInt {
        switch self {
        case .router: ZMQ_ROUTER
        case .dealer: ZMQ_DEALER
        case .req: ZMQ_REQ
        case .pub: ZMQ_PUB
        case .xpub: ZMQ_XPUB
        case .sub: ZMQ_SUB
        case .push: ZMQ_PUSH
        case .pull: ZMQ_PULL
        case .pair: ZMQ_PAIR
        }
    }
}
