import CZeroMQ
import Glibc

/// What libzmq (or the kernel below it) said, and what we were doing when it said so.
public struct ZeroMQError: Error, Equatable, Sendable {
    /// What was being attempted.
    public enum Operation: Equatable, Sendable {
        case open, bind, unbind, connect, disconnect, subscribe, monitor, poll, receive, send, wakeUp
        /// An option was being set or read; its libzmq name without the `ZMQ_`.
        case configure(option: String)
    }

    public let operation: Operation
    /// The endpoint it was about, where there is one.
    public let endpoint: String?
    /// An `errno`, or one of libzmq's own numbers above 156,384,712.
    public let code: CInt

    static func last(during operation: Operation, at endpoint: String? = nil) -> Self {
        Self(operation: operation, endpoint: endpoint, code: zmq_errno())
    }

    /// The library's text for ``code``, e.g. "Address already in use".
    public var text: String { unsafe String(cString: zmq_strerror(code)) }

    /// The context was shut down: not a failure but the order to stop.
    public var isShutdown: Bool { code == ETERM }

    /// The endpoint is taken by another socket or process.
    public var isAddressInUse: Bool { code == EADDRINUSE }

    /// What to do about it, where that can be said.
    public var hint: String? {
        switch code {
        case EADDRINUSE:
            "another socket listens there already: stop it (`ss -ltnp` names its process) or choose another "
                + "address or port"
        case EADDRNOTAVAIL, ENODEV:
            "no network interface of this machine has that address: choose one that `ip address` lists"
        case EACCES: "this user may not use that address: ports below 1024 need a privilege"
        case EPROTONOSUPPORT, ENOCOMPATPROTO:
            "that transport is not supported here: use tcp://, ipc:// or inproc://"
        case EINVAL where endpoint != nil: "an endpoint looks like tcp://127.0.0.1:7701"
        case EMFILE, ENFILE: "too many open files or sockets: raise the limit (`ulimit -n`)"
        case ETERM: "the context was shut down"
        default: nil
        }
    }
}

extension ZeroMQError: CustomStringConvertible {
    public var description: String {
        let place = endpoint.map { " \($0)" } ?? ""
        return "\(operation)\(place): \(text)" + (hint.map { " (\($0))" } ?? "")
    }
}

extension ZeroMQError.Operation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .open: "open"
        case .bind: "bind"
        case .unbind: "unbind"
        case .connect: "connect"
        case .disconnect: "disconnect"
        case .subscribe: "subscribe"
        case .monitor: "monitor"
        case .poll: "poll"
        case .receive: "receive"
        case .send: "send"
        case .wakeUp: "wake up"
        case .configure(let option): "set \(option)"
        }
    }
}
