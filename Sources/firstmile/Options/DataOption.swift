import ArgumentParser

/// `--data`, for the commands that read what a daemon wrote, beside it while it runs.
struct DataOption: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The daemon's data directory.", valueName: "DIR"))
    var data: String = Settings.defaultData

    /// - Throws: ``NoData`` when nothing was ever written there.
    func directory() throws -> DataDirectory {
        let directory = DataDirectory(path: data)
        guard directory.exists else { throw NoData(path: data) }
        return directory
    }

    /// The same for one that may hold views only, because they are fed from elsewhere.
    func viewDirectory() throws -> DataDirectory {
        let directory = DataDirectory(path: data)
        guard directory.exists || directory.hasViews else { throw NoData(path: data) }
        return directory
    }
}
