import HTTPTypes
import NIOCore
import NIOPosix
import Synchronization
public import Views

/// Reads views: read-only connections that are kept open, on threads of their own.
public final class ViewDesk: Sendable {
    private let directory: String
    private let work = WorkDesk(threads: HTTPLimits.threads, most: HTTPLimits.waiting)
    private let idle = Mutex<[String: [ViewReader]]>([:])

    private let patience: Duration

    init(directory: String, patience: Duration = HTTPLimits.questionTime) {
        (self.directory, self.patience) = (directory, patience)
    }

    /// Set by the clock while a question is answered.
    private final class Mark: Sendable {
        private let value = Atomic(false)
        func set() { value.store(true, ordering: .relaxed) }
        var isSet: Bool { value.load(ordering: .relaxed) }
    }

    /// Lends a reader of a view's file, which belongs to the body as long as it runs.
    ///
    /// - Throws: ``Problem`` where there is no such view or too many wait, `ViewError`, or what the body throws.
    public func read<Result: Sendable>(
        _ view: String, _ body: @escaping @Sendable (ViewReader) throws -> Result
    ) async throws -> Result {
        try await work.run { [self] in
            let reader = try take(view)
            // One question without an index must not keep a thread from all others.
            let isTooLong = Mark()
            let deadline = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: TimeAmount(patience))
            {
                isTooLong.set()
                reader.interrupt()
            }
            defer { deadline.cancel() }
            let result: Result
            do {
                result = try body(reader)
            } catch {
                guard isTooLong.isSet else { throw error }
                throw Problem(
                    .serviceUnavailable, "too-long", "The answer would take too long",
                    detail:
                        "the view \(view) was read for \(patience) without an end",
                    fix: "ask for less: filter by order, seller or status, or leave the sorting out")
            }
            // One that failed is not trusted again.
            give(reader)
            return result
        }
    }

    /// The same without a view: for what is read from elsewhere and may wait for the disk.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await work.run(body)
    }

    private func take(_ view: String) throws -> ViewReader {
        // After a rebuild another file answers, and the old one is let go.
        while let known = idle.withLock({ $0[view]?.popLast() }) {
            if known.isCurrent { return known }
        }
        return try ViewReader(view, in: directory)
    }

    private func give(_ reader: ViewReader) {
        idle.withLock { idle in
            guard idle[reader.view, default: []].count < HTTPLimits.threads else { return }
            idle[reader.view, default: []].append(reader)
        }
    }
}
