import ArgumentParser
import Explaining
import Rulebook
import Views

extension View {
    /// Our figures beside the source's, for the views that have some. False: they were not asked for.
    func showSummary(_ reader: ViewReader, _ directory: DataDirectory) throws -> Bool {
        guard summary else { return false }
        let rules = try inForce(reader, directory)
        let table: ViewTable
        switch name {
        case .exemptions: table = try reader.exemptionSummary(try filter(), rules.exemption)
        case .onboarding: table = try reader.onboardingSummary(try filter(), rules)
        case .compliance, .anomalies, .score, .fees, nil:
            throw ValidationError("--summary: only exemptions and onboarding have one")
        }
        try RowPrinter(name: name, format: format, language: lang, isSummary: true).print(table, total: nil)
        return true
    }

    /// The rulebook at the log's time, as far as the view has come.
    func inForce(_ reader: ViewReader, _ directory: DataDirectory) throws -> Rulebook {
        let rules = try rulebook.rules(in: directory)
        return try reader.checkpoint().recordedAt.map { rules[at: $0] } ?? rules.newest
    }
}
