import ArgumentParser
import Rulebook

/// `firstmile rulebook lint`
struct RulebookLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check rulebook files: what is wrong, and what would be right, each as file:line:column.",
        discussion: """
            Errors keep a rulebook from being loaded; warnings and notices do not. Several files are also checked
            against each other: name those that judge before yours too. Exit code 1 when there is an error, or a
            warning and --strict.

              firstmile rulebook lint my-rules.yaml
              firstmile rulebook lint shipped my-rules.yaml
              firstmile rulebook lint --strict rules-2024.yaml rules-2025.yaml
            """)

    @Argument(help: ArgumentHelp("Rulebook files, or `shipped`.", valueName: "FILE"))
    var files: [String]

    @Flag(help: "Fail on warnings too.")
    var strict = false

    func run() throws {
        var errors = 0
        var remarks: [RulebookLint.Remark] = []
        var sound: [(name: String, file: RulebookFile)] = []
        for name in files {
            do {
                let file = try RulebookFile.load(name: name)
                remarks += try RulebookLint(file, name: name).remarks
                sound.append((name, file))
            } catch .invalid(let problems) as RulebookError {
                errors += problems.count
                for problem in problems { Terminal.print("\(Style.bad("error")): \(problem)") }
            } catch {
                errors += 1
                Terminal.print("\(Style.bad("error")): \(error)")
            }
        }
        remarks += RulebookLint.together(sound)
        for remark in remarks { tell(remark) }
        let warnings = remarks.count { $0.weight == .warning }
        Terminal.tell(
            "\(files.count) file\(files.count == 1 ? "" : "s"): \(errors) errors, \(warnings) warnings, "
                + "\(remarks.count - warnings) notices")
        if errors > 0 || (strict && warnings > 0) { throw ExitCode.failure }
    }

    private func tell(_ remark: RulebookLint.Remark) {
        let style: Style = remark.weight == .warning ? .warning : .faint
        Terminal.print("\(style(remark.weight.rawValue)): \(remark.problem)")
    }
}
