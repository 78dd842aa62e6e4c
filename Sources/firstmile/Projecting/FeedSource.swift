import Client
import Foundation
import Rulebook
import Synchronization
import Views
import Vocabulary
import Wire

/// Records out of a daemon's feed, as its log keeps them: for a projector in a process of its own.
///
/// One request at a time. What came while waiting at the end is the next batch.
final class FeedSource: RecordSource {
    /// The feed's largest batch.
    private static let mostBytes = 4 << 20
    private static let mostEvents = 50_000

    private let client: FeedClient
    private let adder: RecordAdder
    private let waited = Mutex<FeedBatch?>(nil)

    /// - Throws: ``FeedError`` where the endpoint is none. Whether a daemon is there shows with the first record.
    init(_ endpoint: String, under rulebook: Rulebook, keepingBytes: Bool) throws {
        client = try FeedClient(to: endpoint)
        adder = RecordAdder(under: rulebook, keepingBytes: keepingBytes)
    }

    func close() { client.close() }

    func end() throws(ViewError) -> Position {
        try blocking { [client] in try await client.ping().next }
    }

    func read(
        from position: Position, atMost count: Int, into batch: inout RecordBatch
    ) throws(ViewError) -> Position {
        batch.removeAll()
        let kept = waited.withLock { kept in
            defer { kept = nil }
            return kept
        }
        let fetched =
            if let kept, kept.header.from == position { kept } else {
                try fetch(position, count, wait: .zero)
            }
        var adding = adder.adding(to: batch)
        unsafe fetched.forEachRecord { position, recordedAt, record in
            unsafe adding.add(record, position, recordedAt)
        }
        return fetched.next
    }

    func learn(_ rulebook: Rulebook, at position: Position) { adder.learn(rulebook, at: position) }

    func wait(for position: Position, atMost timeout: Duration) -> Bool {
        guard let batch = try? fetch(position, Self.mostEvents, wait: timeout), !batch.isEmpty else {
            return false
        }
        waited.withLock { $0 = batch }
        return true
    }

    private func fetch(_ position: Position, _ count: Int, wait: Duration) throws(ViewError) -> FeedBatch {
        var request = FetchRequest(from: .position(position))
        request.format = .protobuf
        request.maxEvents = max(1, min(count, Self.mostEvents))
        request.maxBytes = Self.mostBytes
        request.waitMilliseconds = Int(wait / .milliseconds(1))
        return try blocking { [client, request] in try await client.fetch(request) }
    }

    /// A projector has a thread of its own, which may stand still.
    private func blocking<Value: Sendable>(
        _ body: @Sendable @escaping () async throws -> Value
    ) throws(ViewError) -> Value {
        let answer = Answer<Value>()
        Task.detached {
            do {
                answer.give(.success(try await body()))
            } catch {
                answer.give(.failure(error))
            }
        }
        do {
            return try answer.take()
        } catch {
            throw .log("\(error)")
        }
    }

    private final class Answer<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        private let isThere = DispatchSemaphore(value: 0)

        func give(_ result: Result<Value, any Error>) {
            self.result.withLock { $0 = result }
            isThere.signal()
        }

        func take() throws -> Value {
            isThere.wait()
            guard let result = result.withLock(\.self) else { throw CancellationError() }
            return try result.get()
        }
    }
}
