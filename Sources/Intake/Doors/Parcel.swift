import ZeroMQ

/// A request that waits its turn: the message as libzmq gave it, nothing copied.
final class Parcel {
    var message = Multipart()
}
