import ArgumentParser

/// The exit codes of `firstmile`, as `--help` tells them.
extension ExitCode {
    /// Some events were refused.
    static let refused = ExitCode(3)
    /// A setting cannot be used.
    static let usage = ExitCode(64)
    /// The log is damaged: starting again does not help, see the message.
    static let damaged = ExitCode(70)
    /// A sync failed. A restart might read from the cache what never reached the disk, so a person looks first.
    static let diskFailed = ExitCode(74)
}
