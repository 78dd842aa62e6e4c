import Explaining
import Vocabulary
import Wire

/// What became of the events, counted.
struct Tally {
    var recorded: UInt64 = 0
    var duplicate: UInt64 = 0
    var refused: UInt64 = 0
    var verdicts: [String: UInt64] = [:]

    mutating func count(_ reply: Reply) {
        switch reply.status {
        case .recorded: recorded += 1
        case .duplicate: duplicate += 1
        case .refused: refused += 1
        }
        if let verdict = reply.verdict { verdicts[verdict.rawValue, default: 0] += 1 }
    }

    var summary: String {
        var text = "\(Figures.grouped(recorded)) recorded, \(Figures.grouped(duplicate)) duplicate, "
        text += refused == 0 ? "0 refused" : Style.bad("\(Figures.grouped(refused)) refused")
        let told = verdicts.sorted { $0.value > $1.value }.map { "\($0.key) \(Figures.grouped($0.value))" }
        return told.isEmpty ? text : text + "; verdicts: " + told.joined(separator: ", ")
    }
}
