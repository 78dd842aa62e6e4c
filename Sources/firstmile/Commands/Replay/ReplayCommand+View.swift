import ArgumentParser
import EventLog
import Replay
import Rulebook
import Views
import Vocabulary

extension ReplayCommand {
    /// A view of the log as it was, or as it would be.
    func show(_ asked: AskedView, _ directory: DataDirectory, before end: UInt64?) throws {
        guard let file = asked.file else {
            throw ValidationError(
                "--view: \(asked.fileName) is none of \(AskedView.allValueStrings.joined(separator: ", "))")
        }
        let sandbox = try Sandbox()
        let rules = try directory.rulebooks().first?.rules ?? RulebookFile.shipped.rules
        try fill(sandbox, file, directory, rules, before: end)
        // The view command knows how to filter, sort and print.
        let name = asked == .network ? "network" : file.rawValue
        var arguments = [name, "--data", try sandbox.link(log: directory.log), "--replayed"]
        arguments += ["--format", format.rawValue, "--limit", String(limit)] + viewOptions
        let view = try View.parse(arguments)
        try view.run()
    }

    private func fill(
        _ sandbox: Sandbox, _ name: ViewName, _ directory: DataDirectory, _ rules: Rulebook,
        before end: UInt64?
    ) throws {
        guard change.isAsked else {
            return try build(name, in: sandbox, directory, rules, before: end)
        }
        try build(name, in: sandbox, try retrial(directory, rules, before: end), rules)
    }

    func retrial(_ directory: DataDirectory, _ rules: Rulebook, before end: UInt64?) throws -> Retrial {
        try Retrial(
            of: try LogReader(directory: directory.log), before: end,
            judging: try change.judging(in: directory), edits: try change.edits(), rules: rules)
    }

    /// A view of the recorded course of things.
    func build(
        _ name: ViewName, in sandbox: Sandbox, _ directory: DataDirectory, _ rules: Rulebook,
        before end: UInt64?
    ) throws {
        let progress = Progress(
            "reading the log", of: try LogReader(directory: directory.log).end(), unit: "records")
        try sandbox.build(name, ofLogIn: directory.log, under: rules, before: end) { done, _ in
            progress.reached(done)
        }
        progress.end()
    }

    /// A view of the new course of things.
    func build(_ name: ViewName, in sandbox: Sandbox, _ retrial: Retrial, _ rules: Rulebook) throws {
        let progress = Progress("deciding again", of: retrial.length, unit: "records")
        try sandbox.build(name, of: retrial, under: rules) { done, _ in progress.reached(done) }
        progress.end()
    }
}
