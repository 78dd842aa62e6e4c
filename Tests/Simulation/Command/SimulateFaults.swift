import Foundation
import Simulator

/// `simulate-faults [SEEDS] [FROM] [--jobs N] [--verbose]`: plays seeds through the simulator, on all cores.
@main enum SimulateFaults {
    static func main() {
        guard let wish = Wish(Array(CommandLine.arguments.dropFirst())) else {
            say("usage: simulate-faults [SEEDS] [FROM] [--jobs N] [--verbose]")
            exit(2)
        }
        do {
            if wish.isWorker { return try Worker(wish).run() }
            if wish.isVerbose { return try tell(wish) }
        } catch {
            say("simulate-faults: \(error)")
            exit(2)
        }
        exit(Team(wish).run() ? 0 : 1)
    }

    /// The whole story of each seed.
    private static func tell(_ wish: Wish) throws {
        let parts = try SharedParts()
        defer { parts.remove() }
        for seed in wish.first..<(wish.first + wish.seeds) {
            say("seed \(seed)")
            do {
                _ = try Simulation.play(seed, parts) { say("  \($0)") }
                say("seed \(seed): every promise was kept")
            } catch {
                say("seed \(seed): \(error)")
            }
        }
    }
}

/// What the command line asks for.
struct Wish {
    var seeds: UInt64 = 1000
    var first: UInt64 = 1
    var jobs = ProcessInfo.processInfo.activeProcessorCount
    var isVerbose = false
    /// One of a team: plays every `jobs`-th seed and tells the team in lines.
    var isWorker = false

    init?(_ words: [String]) {
        var numbers: [UInt64] = []
        var words = words[...]
        while let word = words.popFirst() {
            switch word {
            case "--verbose": isVerbose = true
            case "--worker": isWorker = true
            case "--jobs":
                guard let count = words.popFirst().flatMap(Int.init), count > 0 else { return nil }
                jobs = count
            default:
                guard let number = UInt64(word) else { return nil }
                numbers.append(number)
            }
        }
        guard numbers.count <= 2 else { return nil }
        if let number = numbers.first { seeds = number }
        if numbers.count == 2 { first = numbers[1] }
    }
}

/// Says one line at once, also into a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
