import Dispatch
import Foundation
import Synchronization

/// A thread that can be waited for.
final class BenchThread: Sendable {
    private let isOver = DispatchSemaphore(value: 0)

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread { [isOver] in
            body()
            isOver.signal()
        }
        thread.name = name
        thread.start()
    }

    /// Once only.
    func join() { isOver.wait() }
}

/// Lets threads share what cannot be copied.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    let value: Value
    init(_ value: consuming Value) { self.value = value }
}
