import Intake
import ZeroMQ

/// The daemon's end of the network: what has arrived, and what it says.
final class SimulatedPort: MessagePort {
    /// Messages that have arrived, each with its sender's identity first.
    var inbox: [[[UInt8]]] = []
    /// What was said since it was last looked for: receiver first.
    var outbox: [[[UInt8]]] = []
    private var parts: [[UInt8]] = []
    private var dice: Dice
    private let unreachable: Double
    var isCalm = false

    init(_ plan: Plan, _ dice: Dice) {
        self.dice = dice
        unreachable = plan.unreachable
    }

    func receive(
        into message: inout Multipart, maxParts: Int, maxBytes: Int
    ) throws(ZeroMQError) -> Bool {
        message.clear()
        guard !inbox.isEmpty else { return false }
        message.hold(inbox.removeFirst(), maxParts: maxParts, maxBytes: maxBytes)
        return true
    }

    func trySend(_ bytes: UnsafeRawBufferPointer, more: Bool) throws(ZeroMQError) -> SendOutcome {
        guard isCalm || !dice.chance(unreachable) else { return .hostUnreachable }
        parts = [unsafe Array(bytes)]
        return .sent
    }

    func send(_ bytes: UnsafeRawBufferPointer, more: Bool) throws(ZeroMQError) {
        unsafe parts.append(Array(bytes))
        guard !more else { return }
        outbox.append(parts)
        parts = []
    }
}
