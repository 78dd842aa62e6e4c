import ArgumentParser

/// `--data`, for the commands that read what a daemon wrote, beside it while it runs.
struct DataOption: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The daemon's data directory.", valueName: "DIR"))
    var data: String = "./firstmile-data"

    /// - Throws: ``NoData`` when nothing was ever written there.
    func directory() throws -> DataDirectory {
        let directory = DataDirectory(path: data)
        guard directory.exists else { throw NoData(path: data) }
        return directory
    }
}

/// How rows are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case ndjson
    case csv
}
