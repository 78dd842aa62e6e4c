import Foundation
import Synchronization

/// Worker processes, one a core. A seed that kills its worker is a finding like any other.
final class Team: Sendable {
    private let wish: Wish
    private let tally = Mutex(Tally())
    private let start = Date()

    init(_ wish: Wish) { self.wish = wish }

    /// True when every seed was good.
    func run() -> Bool {
        let group = DispatchGroup()
        for number in 0..<wish.jobs {
            group.enter()
            Thread { [self] in
                employ(number)
                group.leave()
            }.start()
        }
        // On a terminal one line that changes, elsewhere one a minute.
        let isTerminal = isatty(STDERR_FILENO) != 0
        while group.wait(timeout: .now() + (isTerminal ? 1 : 60)) == .timedOut {
            show(begin: isTerminal ? "\r\u{1B}[K" : "", end: isTerminal ? "" : "\n")
        }
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        let tally = tally.withLock { $0 }
        for (promise, found) in tally.bad.sorted(by: { $0.value.count > $1.value.count }) {
            say("\(found.count) times not kept: \(promise) (first seed \(found.first))")
        }
        let seconds = max(0.001, Date().timeIntervalSince(start))
        say(
            "\(tally.done) seeds in \(Int(seconds)) s (\(Int(Double(tally.done) / seconds * 60)) a minute): "
                + "\(tally.restarts) restarts, \(tally.records) records, \(tally.acknowledgements) "
                + "acknowledgements, \(tally.bad.values.reduce(0) { $0 + $1.count }) seeds bad")
        return tally.bad.isEmpty
    }

    /// Keeps one worker at work on every `jobs`-th seed, from its own on.
    private func employ(_ number: Int) {
        var next = wish.first + UInt64(number)
        let end = wish.first + wish.seeds
        while next < end {
            let process = Process()
            process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = [
                String(end - next), String(next), "--jobs", String(wish.jobs), "--worker",
            ]
            // The order in a set must not depend on the process.
            process.environment = ProcessInfo.processInfo.environment.merging(
                ["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
            let pipe = Pipe()
            process.standardOutput = pipe
            do { try process.run() } catch {
                return note("bad no worker\t\(error)", at: next)
            }
            var at = next
            var rest = Data()
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
                    rest = Data(rest[(end + 1)...])
                    if line.hasPrefix("at "), let seed = UInt64(line.dropFirst(3)) { at = seed }
                    note(line, at: at)
                }
            }
            process.waitUntilExit()
            if process.terminationStatus == 0, process.terminationReason == .exit { return }
            note("bad no seed kills the process\tstatus \(process.terminationStatus)", at: at)
            next = at + UInt64(wish.jobs)
        }
    }

    private func note(_ line: String, at seed: UInt64) {
        let words = line.split(separator: " ")
        switch words.first {
        case "good":
            let numbers = words.dropFirst().compactMap { Int($0) }
            tally.withLock { tally in
                tally.done += 1
                tally.restarts += numbers[0]
                tally.records += numbers[1]
                tally.acknowledgements += numbers[2]
            }
        case "bad":
            let parts = line.dropFirst(4).split(separator: "\t", maxSplits: 1)
            let count = tally.withLock { tally in
                tally.done += 1
                var found = tally.bad[String(parts[0])] ?? (0, seed)
                found = (found.count + 1, min(found.first, seed))
                tally.bad[String(parts[0])] = found
                return found.count
            }
            guard count <= 10 else { return }
            say(
                "seed \(seed): \(parts.last ?? "")\n  again: make simulate-faults SEEDS=1 FROM=\(seed) VERBOSE=1"
            )
        default: break
        }
    }

    private func show(begin: String, end: String) {
        let tally = tally.withLock { $0 }
        let seconds = Date().timeIntervalSince(start)
        let left =
            tally.done > 0 ? seconds / Double(tally.done) * (Double(wish.seeds) - Double(tally.done)) : 0
        let bad = tally.bad.values.reduce(0) { $0 + $1.count }
        let text = "\(begin)   \(tally.done) of \(wish.seeds) seeds, \(bad) bad, \(Int(left)) s left\(end)"
        FileHandle.standardError.write(Data(text.utf8))
    }
}

/// What the team has found so far.
struct Tally {
    var done: UInt64 = 0
    var restarts = 0
    var records = 0
    var acknowledgements = 0
    /// By promise: how often it was not kept, and in which seed first.
    var bad: [String: (count: Int, first: UInt64)] = [:]
}
