import Synchronization
import ZeroMQ

/// How the thread that stores positions tells the feed's thread what became of it.
final class StoredNews: Sendable {
    private let failures = Mutex<[String?]>([])
    private let wakeUp: WakeUp

    init(_ wakeUp: WakeUp) { self.wakeUp = wakeUp }

    /// - Parameter failure: nil when all is on disk.
    func put(_ failure: String?) {
        failures.withLock { $0.append(failure) }
        wakeUp.signal()
    }

    func take() -> [String?] {
        failures.withLock { failures in
            defer { failures = [] }
            return failures
        }
    }
}
