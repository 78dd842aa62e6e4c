package import ZeroMQ

/// Where requests come from and replies go: a ROUTER, or the network of a simulator.
package protocol MessagePort: ~Copyable {
    /// Fills `message` with the next waiting message, the sender's identity first; false when there is none.
    borrowing func receive(
        into message: inout Multipart, maxParts: Int, maxBytes: Int
    ) throws(ZeroMQError) -> Bool

    /// Sends the first part of a reply, the receiver's identity.
    borrowing func trySend(_ bytes: UnsafeRawBufferPointer, more: Bool) throws(ZeroMQError) -> SendOutcome

    /// Sends a further part.
    borrowing func send(_ bytes: UnsafeRawBufferPointer, more: Bool) throws(ZeroMQError)
}

extension Socket: MessagePort {}
