import Histogram
import Synchronization

/// Sends at its rate on a thread of its own.
final class LoadInBackground: Sendable {
    private let outcome = Shared(Mutex<Result<Latencies, any Error>?>(nil))
    private let thread: BenchThread

    init(_ body: @escaping @Sendable () throws -> Latencies) {
        let outcome = outcome
        thread = BenchThread("load") {
            let result = Result { try body() }
            outcome.value.withLock { $0 = result }
        }
    }

    var isOver: Bool { outcome.value.withLock { $0 != nil } }

    func finish() throws -> Latencies {
        thread.join()
        return try outcome.value.withLock { try $0?.get() }
            ?? Latencies(numberOfSignificantValueDigits: .three)
    }
}
