import Foundation
import Histogram

/// A number with so many decimals.
func number(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
}

/// 1 234 567
func grouped(_ value: Double) -> String {
    var digits = String(Int(value.rounded()))
    var end = digits.endIndex
    while digits.distance(from: digits.startIndex, to: end) > 3 {
        end = digits.index(end, offsetBy: -3)
        digits.insert(" ", at: end)
    }
    return digits
}

extension [Double] {
    /// The middle one; of an even number the lower of the two in the middle.
    var median: Double { isEmpty ? 0 : sorted()[(count - 1) / 2] }
}

/// One line per figure: the median, then every run.
func report(_ what: String, _ runs: [Double], _ unit: String) {
    let all = runs.map(grouped).joined(separator: ", ")
    show("\(what): \(grouped(runs.median)) \(unit)  (runs: \(all))")
}

/// At once, also into a pipe: a benchmark runs for minutes.
func show(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

extension Latencies {
    /// Milliseconds.
    func at(_ percentile: Double) -> Double { Double(valueAtPercentile(percentile)) / 1e6 }

    var summary: String {
        "p50 \(number(at(50), 2)) ms, p99 \(number(at(99), 2)) ms, p99.9 \(number(at(99.9), 2)) ms, "
            + "max \(number(Double(max) / 1e6, 2)) ms of \(totalCount)"
    }
}
