import Simulator

/// One process of the team. Says on every line what it does, so that a seed in which it dies is known.
struct Worker {
    private let wish: Wish
    private let parts: SharedParts

    init(_ wish: Wish) throws {
        self.wish = wish
        parts = try SharedParts()
    }

    func run() {
        defer { parts.remove() }
        let end = wish.first + wish.seeds
        for seed in stride(from: wish.first, to: end, by: wish.jobs) {
            say("at \(seed)")
            do {
                let it = try Simulation.play(seed, parts)
                say("good \(it.restarts) \(it.records) \(it.acknowledgements)")
            } catch {
                let text = "\(error)".replacing("\n", with: " ")
                say("bad \((error as? Violation)?.promise ?? "an unexpected error")\t\(text)")
            }
        }
    }
}
