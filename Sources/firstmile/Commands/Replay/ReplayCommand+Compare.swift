import ArgumentParser
import EventLog
import Replay
import Rulebook
import Views
import Vocabulary

extension ReplayCommand {
    /// The differences between what was decided and what would be.
    func compare(_ directory: DataDirectory, _ log: LogReader, before end: UInt64?) throws {
        let rules = try directory.rulebooks().first?.rules ?? RulebookFile.shipped.rules
        let selection = try change.selection()
        let retrial = try retrial(directory, rules, before: end)
        let start = ContinuousClock.now
        var whatIf: WhatIf
        if change.noScores {
            let progress = Progress("deciding again", of: retrial.length, unit: "records")
            while try retrial.advance() < retrial.length { progress.reached(retrial.position) }
            progress.end()
            whatIf = WhatIf(retrial.orders, of: selection)
        } else {
            let after = try Sandbox()
            try build(.score, in: after, retrial, rules)
            whatIf = WhatIf(retrial.orders, of: selection)
            let newest = retrial.rulebooks.last ?? rules
            try addScores(to: &whatIf, directory, after, rules, newest, before: end)
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        let report = WhatIfReport(
            whatIf: whatIf, facts: retrial.facts, names: names(directory, retrial),
            limit: limit > 0 ? limit : nil, language: lang)
        switch format {
        case .table: for line in report.lines { Terminal.print(line) }
        case .json, .ndjson: Terminal.print(report.json)
        case .csv: for line in report.csv { Terminal.print(line) }
        case .html: Terminal.print(report.page)
        }
        // Not in the answer itself: the same question gives the same bytes.
        Terminal.tell(
            Style.faint(
                "\(Figures.grouped(retrial.facts)) facts judged again in \(Figures.decimal(seconds, 1)) s"))
    }

    /// Both against the same present, and each by its own rules.
    private func addScores(
        to whatIf: inout WhatIf, _ directory: DataDirectory, _ after: Sandbox, _ rules: Rulebook,
        _ candidate: Rulebook, before end: UInt64?
    ) throws {
        let before = try Sandbox()
        try build(.score, in: before, directory, rules, before: end)
        let reader = try ViewReader(ViewName.score.rawValue, in: before.views)
        let recorded = try directory.rulebooks().timetable.newest
        var query = ScoreQuery(recorded.score)
        query.asOf = try reader.checkpoint().eventTime
        let old = try reader.scoreBoard(query)
        query.rules = candidate.score
        let new = try ViewReader(ViewName.score.rawValue, in: after.views).scoreBoard(query)
        whatIf.setScores(before: old.scores, after: new.scores)
    }

    private func names(_ directory: DataDirectory, _ retrial: Retrial) -> (before: String, after: String) {
        let before = (try? directory.rulebooks().timetable.newest.identity.text) ?? "–"
        var after = retrial.rulebooks.last?.identity.text ?? before
        let edits = change.without.map { "without \($0)" } + change.shift
        if !edits.isEmpty { after += ", " + edits.joined(separator: ", ") }
        return (before, after)
    }
}

extension ScoreBoard {
    /// By the first name of the key; those without a score are left out.
    fileprivate var scores: [String: Double] {
        lines.reduce(into: [:]) { scores, line in
            if let name = line.key.first?.text, let score = line.result.score { scores[name] = score }
        }
    }
}
