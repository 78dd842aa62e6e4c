import ArgumentParser
import EventLog
import Explaining
import Rulebook
import Views
import Vocabulary

/// `firstmile view`
struct View: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a view: compliance, anomalies, score, network, fees, exemptions or onboarding.",
        discussion: """
            Works beside a running daemon. Says on standard error how far the view is behind the log, when it is.

              firstmile view compliance --status intercepted
              firstmile view anomalies --open --seller store-1 --format ndjson
              firstmile view score --by country
              firstmile view score --explain store-1
              firstmile view network --by country
              firstmile view fees --mismatched
              firstmile view exemptions --summary
              firstmile view onboarding --open --seller store-1
              firstmile view compliance --lang zh
              firstmile view hops --seller store-1          # one of your own, in SQL: Schemas/projections
            """)

    @Argument(
        help: "compliance, anomalies, score, network, fees, exemptions, onboarding, or one of your own.")
    var asked: AskedView

    /// The view whose file is read; nil: somebody's own.
    var name: ViewName? { asked.file }

    @Option(help: "Only this order.")
    var order: String?

    @Option(help: "Only this seller.")
    var seller: String?

    @Option(help: "Only this provider.")
    var provider: String?

    @Option(help: "Only this country, such as ES.")
    var country: String?

    @Option(help: "compliance: not-applicable, exempt, awaiting-number, intercepted or compliant.")
    var status: String?

    @Option(help: "compliance: declared, handed-over, … delivered, lost.")
    var stage: String?

    @Flag(help: "compliance: only orders with the mark 「异常单」.")
    var abnormal = false

    @Option(help: "anomalies: only this kind, such as LATE_UPLOAD.")
    var kind: String?

    @Flag(help: "anomalies: only those still open; onboarding: only those not ready.")
    var open = false

    @Flag(help: "fees: only where the bill differs from the computed fee.")
    var mismatched = false

    @Option(help: "score: seller, day, provider, country or lane; network: all, country, provider or lane.")
    var by: String?

    @Option(
        help: ArgumentHelp(
            "score: this store's score part by part, and the orders that cost it points.", valueName: "SELLER"
        ))
    var explain: String?

    @Option(
        help: ArgumentHelp(
            "score, network: the present against which the window lies, RFC 3339.", valueName: "TIME"))
    var asOf: String?

    @Flag(help: "exemptions, onboarding: our figures beside the source's, instead of the rows.")
    var summary = false

    @Option(help: "Sort by this column.")
    var sort: String?

    @Flag(help: "Largest first.")
    var descending = false

    @Option(help: "At most so many rows; 0 is all.")
    var limit: Int = 50

    @Option(help: ArgumentHelp("Wait until the view has read the log up to here.", valueName: "POSITION"))
    var atLeast: UInt64?

    @OptionGroup var rulebook: RulebookOption

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @Option(help: "Language of the table's titles and of what is said beside it: en or zh.")
    var lang: Language = .en

    @OptionGroup var source: DataOption

    /// The view is one of `firstmile replay`: that it is not where the log is goes without saying.
    @Flag(help: .hidden)
    var replayed = false

    func run() throws {
        let directory = try source.viewDirectory()
        try asked.check(in: directory)
        let reader = try ViewReader(asked.fileName, in: directory.views)
        if let atLeast { try reader.wait(until: Position(atLeast), atMost: .seconds(30)) }
        guard try !showFigures(reader, directory), try !showSummary(reader, directory) else {
            return try tellLag(reader, directory)
        }
        switch name {
        case .compliance, .anomalies, .fees, .exemptions, nil:
            try printer.print(
                try inLanguage(try reader.rows(try filter()), directory), total: try total(reader))
        case .onboarding:
            try printer.print(
                try reader.onboarding(try filter(), try inForce(reader, directory)), total: nil)
        case .score:
            try showScores(reader, try scoreQuery(try presentRules(directory), try scoreGrouping()))
        }
        try tellLag(reader, directory)
    }

    private func total(_ reader: ViewReader) throws -> Int? {
        guard format == .table, limit > 0 else { return nil }
        var all = try filter()
        all.limit = nil
        return try reader.count(all)
    }

    /// People must know when they see yesterday's truth.
    private func tellLag(_ reader: ViewReader, _ directory: DataDirectory) throws {
        guard !replayed, directory.exists else { return }
        let log = try LogReader(directory: directory.log)
        let lag = try reader.lag(logEnd: Position(try log.end()), logTime: nil)
        if lag.events > 0 {
            Terminal.tell(
                Style.warning(
                    lang(
                        "the view is \(Figures.grouped(lag.events)) records behind the log",
                        "视图落后日志 \(Figures.grouped(lag.events)) 条记录")))
        }
        let parked = try reader.checkpoint().parked
        if parked > 0 {
            Terminal.tell(
                Style.bad(
                    lang(
                        "\(parked) records are set aside in this view: firstmile doctor says which and why",
                        "本视图搁置了 \(parked) 条记录：firstmile doctor 说明是哪些以及原因"))
            )
        }
    }
}

extension View {
    /// The words of the command line as a filter, or a usage error that names the option.
    func filter() throws -> ViewFilter {
        var filter = ViewFilter()
        filter.order = try identifier(order, "--order")
        filter.seller = try identifier(seller, "--seller")
        filter.provider = try identifier(provider, "--provider")
        filter.country = try countryFilter()
        filter.status = try choice(status, "--status")
        filter.stage = try choice(stage, "--stage")
        filter.kind = try choice(kind, "--kind")
        if abnormal { filter.isAbnormal = true }
        if open { filter.isOpen = true }
        if mismatched { filter.isMismatched = true }
        filter.sort = sort
        filter.isDescending = descending
        filter.limit = limit > 0 ? limit : nil
        return filter
    }

    func countryFilter() throws -> Country? {
        guard let country else { return nil }
        guard let known = Country(country.uppercased()) else {
            throw ValidationError("--country: \(country) is no ISO 3166-1 code such as ES")
        }
        return known
    }

    func identifier<ID: Identifier>(_ text: String?, _ option: String) throws -> ID? {
        guard let text else { return nil }
        guard let token = Token(text) else {
            throw ValidationError(
                "\(option): an id has at most \(Token.capacity) bytes, this one \(text.utf8.count)")
        }
        return ID(token)
    }

    private func choice<Choice: CaseIterable & RawRepresentable>(
        _ text: String?, _ option: String
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text else { return nil }
        guard let choice = Choice(rawValue: text) else { throw invalid(option, text, Choice.self) }
        return choice
    }

    func invalid<Choice: CaseIterable & RawRepresentable>(
        _ option: String, _ text: String, _: Choice.Type
    ) -> ValidationError where Choice.RawValue == String {
        let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return ValidationError("\(option): \(text) is none of \(all)")
    }
}
