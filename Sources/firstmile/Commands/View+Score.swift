import ArgumentParser
import Explaining
import Foundation
import Rulebook
import Views
import Vocabulary

/// What `firstmile view` can be asked for: the views the daemon keeps, and what is reckoned from them.
enum AskedView: ExpressibleByArgument, Equatable {
    case kept(ViewName)
    /// From `score`.
    case network
    /// One that somebody wrote in SQL.
    case defined(String)

    init?(argument: String) {
        if argument == "network" {
            self = .network
        } else if let name = ViewName(argument: argument) {
            self = .kept(name)
        } else {
            self = .defined(argument)
        }
    }

    static var allValueStrings: [String] { ViewName.allCases.map(\.rawValue) + ["network"] }

    /// The built-in view whose file holds it; nil where that is none.
    var file: ViewName? {
        switch self {
        case .kept(let name): name
        case .network: .score
        case .defined: nil
        }
    }

    /// As its file is called.
    var fileName: String {
        switch self {
        case .kept(let name): name.rawValue
        case .network: ViewName.score.rawValue
        case .defined(let name): name
        }
    }
}

extension AskedView {
    /// - Throws: for a name that neither we nor anybody else gave to a view.
    func check(in directory: DataDirectory) throws {
        guard case .defined(let name) = self else { return }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.views)) ?? []
        // NAME.sqlite answers; NAME.2.sqlite is a file behind it.
        let names = files.filter { $0.hasSuffix(".sqlite") }.map { String($0.dropLast(7)) }
            .filter { !$0.contains(".") }
        guard !names.contains(name) else { return }
        let known = Self.allValueStrings + names.filter { ViewName(argument: $0) == nil }.sorted()
        throw ValidationError(
            "there is no view '\(name)'; there are \(known.joined(separator: ", ")). One of your own comes from DATA/projections/\(name)/view.sql, at the daemon's start"
        )
    }
}

extension View {
    /// What is no list of the view's rows: the network's figures, or one store's score explained. False: it was not asked for.
    func showFigures(_ reader: ViewReader, _ directory: DataDirectory) throws -> Bool {
        if asked == .network {
            try showNetwork(reader, directory)
        } else if let explain {
            try showExplanation(of: explain, reader, try presentRules(directory))
        } else {
            return false
        }
        return true
    }

    private func showNetwork(_ reader: ViewReader, _ directory: DataDirectory) throws {
        let rules = try presentRules(directory)
        guard explain == nil else { throw ValidationError("--explain: only view score has it") }
        var query = NetworkQuery(try scoreQuery(rules, .seller), rules.benchmarks)
        if let by {
            guard let grouping = NetworkQuery.Grouping(rawValue: by) else {
                throw invalid("--by", by, NetworkQuery.Grouping.self)
            }
            query.grouping = grouping
        }
        var answer = try reader.network(query)
        if query.grouping == .all, provider == nil, country == nil {
            // Requests are a seller's: they have neither provider nor destination.
            let requests = try ViewReader(ViewName.exemptions.rawValue, in: directory.views)
            var theirs = ViewFilter()
            theirs.seller = query.scores.seller
            try requests.addExemptions(theirs, rules.exemption, to: &answer)
        }
        guard format == .table else {
            return try RowPrinter(name: .score, format: format).print(answer, total: nil)
        }
        for line in NetworkSheet(answer: answer, texts: ScoreTexts(language: lang)).lines {
            Terminal.print(line)
        }
    }

    func showScores(_ reader: ViewReader, _ query: ScoreQuery) throws {
        try printer.print(try reader.scores(query), total: nil)
        // What was handed over long before the present counts no more: whoever sees nothing should see why.
        guard format == .table, let asOf = try query.asOf ?? reader.checkpoint().eventTime else { return }
        let window = query.window(asOf: asOf)
        let (first, last) = (window.lowerBound.text, window.upperBound.text)
        Terminal.print(
            Style.faint(
                lang(
                    "parcels handed over from \(first) to \(last) (Asia/Shanghai); --as-of TIME moves these days",
                    "统计 \(first) 至 \(last)（北京时间）交货的包裹；--as-of TIME 可移动统计期")))
    }

    /// A store that handed nothing over in the window.
    struct NothingToExplain: Error, CustomStringConvertible {
        let seller: String
        var description: String {
            "--explain: the store \(seller) handed over nothing in the window of the score; --as-of TIME moves it"
        }
    }

    private func showExplanation(of seller: String, _ reader: ViewReader, _ rules: Rulebook) throws {
        guard name == .score else { throw ValidationError("--explain: only view score has it") }
        guard by == nil, self.seller == nil else {
            throw ValidationError("--explain: names its store and takes neither --seller nor --by")
        }
        let query = try scoreQuery(rules, .seller)
        guard let id: SellerID = try identifier(seller, "--explain"),
            let explanation = try reader.explanation(of: id, query)
        else { throw NothingToExplain(seller: seller) }
        switch format {
        case .table:
            for line in ScoreSheet(
                explanation: explanation, rules: rules.score, texts: ScoreTexts(language: lang)
            ).lines {
                Terminal.print(line)
            }
        case .json, .ndjson:
            try RowPrinter(name: .score, format: format).print(explanation.table, total: nil)
        case .csv: try RowPrinter(name: .score, format: format).print(explanation.orderTable, total: nil)
        }
    }

    /// The rulebook in force at the present that is asked about.
    func presentRules(_ directory: DataDirectory) throws -> Rulebook {
        let rules = try rulebook.rules(in: directory)
        return try asOf.map { rules[at: try Time.parse($0, option: "--as-of")] } ?? rules.newest
    }

    func scoreQuery(_ rules: Rulebook, _ usual: ScoreQuery.Grouping) throws -> ScoreQuery {
        var query = ScoreQuery(rules.score)
        query.grouping = usual
        query.seller = try identifier(seller, "--seller")
        query.provider = try identifier(provider, "--provider")
        query.country = try countryFilter()
        query.asOf = try asOf.map { try Time.parse($0, option: "--as-of") }
        query.limit = limit > 0 ? limit : nil
        return query
    }

    /// The grouping that `--by` names.
    func scoreGrouping() throws -> ScoreQuery.Grouping {
        guard let by else { return .seller }
        guard let grouping = ScoreQuery.Grouping(rawValue: by) else {
            throw invalid("--by", by, ScoreQuery.Grouping.self)
        }
        return grouping
    }
}
