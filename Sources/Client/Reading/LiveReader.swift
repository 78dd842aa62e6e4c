import Wire
import ZeroMQ

/// Reads the messages of the live stream. Belongs to one thread.
final class LiveReader {
    private let headers = LiveHeaderReader()

    /// Nil for what is no such message.
    func read(_ message: borrowing Multipart) -> LiveMessage? {
        guard message.count >= 2,
            let header = unsafe message.withUnsafeBytes(at: 1, { unsafe headers.read($0) })
        else { return nil }
        switch header {
        case .end(let end): return LiveMessage(content: .end(end))
        case .event(let position, let ofType, let ofTopic):
            guard message.count == 4 else { return nil }
            return LiveMessage(
                content: .event(
                    position: position, previousOfType: ofType, previousOfTopic: ofTopic,
                    payload: message.copied(at: 3)))
        }
    }
}
