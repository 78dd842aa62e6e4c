import Foundation
import Testing
import ZeroMQ

private actor Owner {
    private nonisolated let thread = DedicatedThread(name: "owner")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }
    private(set) var visits = 0

    func visit() -> String {
        visits += 1
        assertIsolated()
        return currentThreadName()
    }

    nonisolated var isHere: Bool { thread.isIsolatingCurrentContext() ?? false }
}

private func currentThreadName() -> String {
    (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8))?
        .trimmingCharacters(in: .whitespacesAndNewlines) ?? "?"
}

@Suite(.timeLimit(.minutes(1)))
struct DedicatedThreadTests {
    @Test func `an actor's work runs on its own named thread`() async {
        let owner = Owner()
        #expect(await owner.visit() == "owner")
        #expect(!owner.isHere)
    }

    @Test func `ten thousand jobs from many tasks all run`() async {
        let owner = Owner()
        await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { for _ in 0..<100 { _ = await owner.visit() } }
            }
        }
        #expect(await owner.visits == 10_000)
    }

    @Test func `closures run in the order given, the last ones even after the thread was let go`() async {
        let numbers = await withCheckedContinuation { (answer: CheckedContinuation<[Int], Never>) in
            let thread = DedicatedThread(name: "closures")
            let record = Record()
            for number in 0..<1_000 { thread.run { record.numbers.append(number) } }
            thread.run { answer.resume(returning: record.numbers) }
        }
        #expect(numbers == Array(0..<1_000))
    }
}

/// Touched by one thread only.
private final class Record: @unchecked Sendable { var numbers: [Int] = [] }
