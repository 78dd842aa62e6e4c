import ArgumentParser

/// `firstmile views`
struct ViewsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "views",
        abstract: "The files of the views: list them, make them again from the log.",
        subcommands: [ViewsList.self, ViewsRebuild.self, ViewsDropOld.self])
}
