import ArgumentParser
import Foundation

/// Fuzzes the decoders: `make fuzz SECONDS=60`. A failure names its target and seed, which replay it.
@main
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Change valid examples at random and see that every decoder refuses or reads, and never falls.",
        discussion: """
              Fuzz --seconds 60
              Fuzz --target log --seed 1234 --cases 1
            """)

    @Option(help: "Only this target: \(Self.targets.map { $0.name }.joined(separator: ", ")).")
    var target: String?

    @Option(help: "Seconds for each target; without it, so many cases.")
    var seconds: Double?

    @Option(help: "Cases for each target.")
    var cases: UInt64 = 1000

    @Option(help: "The first case's seed; by default the time, so that every run is another.")
    var seed: UInt64?

    private static let targets: [any Target.Type] = [
        JSONTarget.self, ProtobufTarget.self, ProtocolTarget.self, FeedTarget.self, LogTarget.self,
        RulebookTarget.self,
    ]

    func validate() throws {
        if let target, !Self.targets.contains(where: { $0.name == target }) {
            throw ValidationError("--target: there is no \(target)")
        }
    }

    func run() throws {
        Witness.watch()
        let corpus = try Corpus()
        let first = seed ?? UInt64(Date().timeIntervalSince1970 * 1000)
        for type in Self.targets where target == nil || target == type.name {
            try fuzz(type, corpus, from: first)
        }
    }

    private func fuzz(_ type: any Target.Type, _ corpus: Corpus, from first: UInt64) throws {
        var target = try type.init(corpus)
        let begin = ContinuousClock.now
        var count: UInt64 = 0
        while seconds.map({ ContinuousClock.now - begin < .seconds($0) }) ?? (count < cases) {
            let seed = first &+ count
            Witness.now(type.name, seed)
            var dice = Dice(seed: seed)
            do {
                try target.run(&dice)
            } catch {
                print("\(type.name): \(error)\n  again: --target \(type.name) --seed \(seed) --cases 1")
                try target.finish()
                throw ExitCode.failure
            }
            count += 1
        }
        try target.finish()
        let time = (ContinuousClock.now - begin) / .seconds(1)
        print(
            "\(type.name): \(count) cases from seed \(first) in \((time * 10).rounded() / 10) s, nothing found"
        )
    }
}
