import ArgumentParser

/// `firstmile rulebook`
struct RulebookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rulebook",
        abstract: "Show, check and compare rulebooks, and put one into force.",
        discussion: """
            A rulebook judges from its effectiveFrom on, until the next one begins. A rulebook is named by its file,
            by `shipped` for the one that is built in, or by name@hash8 for one that lies in a daemon's log.

              firstmile rulebook show --at 2024-05-06T00:00:00+08:00
              firstmile rulebook lint my-rules.yaml
              firstmile rulebook diff shipped my-rules.yaml
              firstmile rulebook activate my-rules.yaml
            """,
        subcommands: [
            RulebookShow.self, RulebookLintCommand.self, RulebookDiffCommand.self, RulebookActivate.self,
        ])
}
