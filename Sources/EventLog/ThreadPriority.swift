import Glibc

/// Whose work waits when the processors are busy. The intake, the log and whoever answers questions are first.
package enum ThreadPriority: Int32 {
    /// The views and the gate's checkpoints: where all cores are busy they still get a third of what the intake gets,
    /// so that they fall behind slowly.
    case behindAnswers = 5
    /// What somebody asked for and waits minutes for.
    case behindViews = 15
    /// What nobody waits for.
    case behindAll = 19

    /// To the calling thread, for good: on Linux each thread has a niceness of its own, and those that it starts begin
    /// with it. Where the system forbids it, all are alike.
    package func apply() { _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, rawValue) }
}
