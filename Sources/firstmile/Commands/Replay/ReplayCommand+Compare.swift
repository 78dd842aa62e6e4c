import ArgumentParser
import Explaining
import Replay
import Rulebook
import Vocabulary

extension ReplayCommand {
    /// The differences between what was decided and what would be.
    func compare(_ directory: DataDirectory, before end: UInt64?) throws {
        var study = WhatIfStudy()
        study.judging = try change.judging(in: directory)
        study.edits = try change.edits()
        study.selection = try change.selection()
        (study.end, study.hasScores) = (end, !change.noScores)
        let start = ContinuousClock.now
        var shown: (stage: WhatIfStudy.Stage, progress: Progress)?
        let answer = try study.run(logIn: directory.log, rulebooks: try directory.rulebooks()) {
            stage, done, all in
            if shown?.stage != stage {
                shown?.progress.end()
                shown = (stage, Progress(stage.rawValue, of: all, unit: "records"))
            }
            shown?.progress.reached(done)
        }
        shown?.progress.end()
        let seconds = start.duration(to: .now) / .seconds(1)
        let report = WhatIfReport(
            whatIf: answer.whatIf, facts: answer.facts, names: (answer.before, after(answer)),
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
                "\(Figures.grouped(answer.facts)) facts judged again in \(Figures.decimal(seconds, 1)) s"))
    }

    /// What decides now, and what was done to the facts.
    private func after(_ answer: WhatIfStudy.Answer) -> String {
        let edits = change.without.map { "without \($0)" } + change.shift
        return edits.isEmpty ? answer.after : answer.after + ", " + edits.joined(separator: ", ")
    }
}
