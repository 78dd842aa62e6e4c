import ArgumentParser

/// The exit codes of `firstmile`, as `--help` tells them, beside those of ArgumentParser: 0, 1 (failure) and 64 (usage
/// and settings, thrown as `ValidationError`).
extension ExitCode {
    /// Some events were refused.
    static let refused = ExitCode(3)
    /// The log is damaged: starting again does not help, see the message.
    static let damaged = ExitCode(70)
    /// A sync failed. A restart might read from the cache what never reached the disk, so a person looks first.
    static let diskFailed = ExitCode(74)
}
