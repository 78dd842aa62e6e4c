import ArgumentParser

/// What Firstmile does in a second, and in how much memory.
@main
struct FirstmileBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "firstmile-bench",
        abstract: "Measures Firstmile on this machine.",
        discussion: """
            Every figure comes with its runs, so that a lucky one is seen. Nothing leaves the loopback, all load
            ends by itself, and the data directories are removed at the end.
            """,
        subcommands: [
            IntakeBench.self, LatencyBench.self, MemoryBench.self, ViewsBench.self, RebuildBench.self,
            GateBench.self, HTTPBench.self,
            LogBench.self, FeedBench.self, RestartBench.self, BareDoor.self, OpenedLog.self,
        ])
}
