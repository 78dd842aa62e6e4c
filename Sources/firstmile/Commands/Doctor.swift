import ArgumentParser

/// `firstmile doctor`
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the house: libraries, disk, log, views, and whether the daemon answers.",
        discussion: """
            Every line is a check; what is wrong says what to do. Ends with 1 if anything is.

              firstmile doctor --data ./firstmile-data
            """)

    @Option(
        help: ArgumentHelp(
            "The intake to ask; default: where the data directory's daemon listens.", valueName: "ENDPOINT"))
    var to: String?

    @OptionGroup var source: DataOption

    func run() async throws {
        let directory = DataDirectory(path: source.data)
        var checks = Checks()
        checks.libraries()
        checks.rulebook()
        checks.disk(directory)
        checks.lastStop(directory)
        checks.log(directory)
        checks.views(directory)
        checks.quarantine(directory)
        await checks.daemon(at: to ?? (try? directory.boundEndpoint()) ?? Settings.defaultIntake)
        await checks.feed(at: (try? directory.boundFetchEndpoint()) ?? Settings.defaultFetch)
        checks.print()
        if checks.hasFailed { throw ExitCode.failure }
    }
}
