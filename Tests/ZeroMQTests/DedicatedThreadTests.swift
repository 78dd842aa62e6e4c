import Foundation
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(10)))
struct DedicatedThreadTests {
    @Test func `work runs on a thread with that name`() async {
        let name = await withCheckedContinuation { (answer: CheckedContinuation<String, Never>) in
            DedicatedThread(name: "owner").run { answer.resume(returning: currentThreadName()) }
        }
        #expect(name == "owner")
    }

    @Test func `ten thousand closures from many tasks all run`() async {
        let thread = DedicatedThread(name: "closures")
        let record = Record()
        await withTaskGroup { group in
            for _ in 0..<100 {
                group.addTask { for number in 0..<100 { thread.run { record.numbers.append(number) } } }
            }
        }
        let count = await withCheckedContinuation { (answer: CheckedContinuation<Int, Never>) in
            thread.run { answer.resume(returning: record.numbers.count) }
        }
        #expect(count == 10_000)
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

private func currentThreadName() -> String {
    (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8))?
        .trimmingCharacters(in: .whitespacesAndNewlines) ?? "?"
}
