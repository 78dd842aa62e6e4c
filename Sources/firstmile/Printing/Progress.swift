import Explaining

/// One line on standard error that says how far long work is, how fast, and how long it will still take.
/// Silent where standard error is no terminal.
final class Progress {
    private let label: String
    private let total: UInt64?
    private let unit: String
    private let start = ContinuousClock.now
    private var lastShown = ContinuousClock.now

    /// - Parameter total: nil where the end is not known.
    init(_ label: String, of total: UInt64?, unit: String) {
        self.label = label
        self.total = total
        self.unit = unit
    }

    /// Shows where the work is, at most ten times a second.
    func reached(_ done: UInt64) {
        guard Terminal.errorIsTerminal, lastShown.duration(to: .now) > .milliseconds(100) else { return }
        lastShown = .now
        show(done)
    }

    /// Clears the line, so that what follows stands alone.
    func end() {
        guard Terminal.errorIsTerminal else { return }
        Terminal.write("\r\u{1B}[K", to: 2)
    }

    private func show(_ done: UInt64) {
        let seconds = max(0.001, start.duration(to: .now) / .seconds(1))
        let rate = Double(done) / seconds
        var line = "\(label)  "
        if let total, total > 0 {
            let share = min(1, Double(done) / Double(total))
            let filled = Int(share * 24)
            line += String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            line += " \(Int(share * 100)) %  \(Figures.grouped(done)) of \(Figures.grouped(total)) \(unit)"
            line += "  \(Figures.grouped(UInt64(rate)))/s"
            if rate > 0 { line += "  \(Figures.duration(Double(total - min(total, done)) / rate)) left" }
        } else {
            line += "\(Figures.grouped(done)) \(unit)  \(Figures.grouped(UInt64(rate)))/s"
        }
        Terminal.write("\r\u{1B}[K\(line)", to: 2)
    }
}
