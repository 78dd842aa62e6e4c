import ArgumentParser

/// The exit codes of `firstmile`, as `--help` tells them.
extension ExitCode {
    /// Some events were refused.
    static let refused = ExitCode(3)
    /// The log is damaged: starting again does not help, see the message.
    static let damaged = ExitCode(70)
}
