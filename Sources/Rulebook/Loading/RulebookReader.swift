import Vocabulary

/// Turns the text into the value: every part is read before anything is given up, so that all problems are told.
struct RulebookReader {
    let text: RulebookText
    let log: ProblemLog
    private let fetch: RulebookText.Fetch
    /// Files the text refers to, in the order of reference, as they were read.
    private(set) var used: [(name: String, text: String)] = []

    init(_ text: RulebookText, fetch: @escaping RulebookText.Fetch) {
        self.text = text
        self.fetch = fetch
        log = ProblemLog()
    }

    /// The longest name, so that `name@hash8` is a ``Token``.
    static let nameLimit = Token.capacity - 9

    /// The rulebook without its identity, which the loader adds.
    mutating func read() throws(RulebookError) -> Rulebook {
        let root = Field(node: text.root, path: "", file: text.file, log: log).section([
            "form", "name", "effectiveFrom", "mandate", "categories", "exemption", "workingDays",
            "onboarding",
            "providers", "numbers", "fees", "routing", "lines", "phone", "clock", "trustedSources",
            "milestones", "tracking",
            "rateAlarms", "goodsNames", "nomenclature", "vagueNames", "tax", "score", "benchmarks",
            "messages",
        ])
        let form = root["form"]?.integer(in: 1...1)
        let name = root["name"]?.token(atMost: Self.nameLimit)
        let effectiveFrom = root["effectiveFrom"]?.instant()
        let mandate = root["mandate"].flatMap(Self.mandate)
        let categories = root["categories"].flatMap(Self.categories)
        let exemption = root["exemption"].flatMap(Self.exemption)
        let workingDays = root["workingDays"].flatMap(Self.workingDays)
        let providers = root["providers"].flatMap(Self.providers)
        let numbers = root["numbers"].flatMap(Self.numbers)
        let known = providers?.map(\.id)
        let fees = root["fees"].flatMap(Self.fees)
        let routing = root["routing"].flatMap(Self.routing)
        let lines = root["lines"].flatMap { Self.lines($0, providers: known, fees: fees) }
        let onboarding = root["onboarding"].flatMap { Self.onboarding($0, providers: known) }
        let phone = root["phone"].flatMap(Self.phone)
        let clock = root["clock"].flatMap(Self.clock)
        let sources = root["trustedSources"].flatMap(Self.trustedSources)
        let tracking = root["tracking"].flatMap(Self.tracking)
        let rateAlarms = root["rateAlarms"].flatMap(Self.rateAlarms)
        let score = root["score"].flatMap(Self.score)
        let benchmarks = root["benchmarks"].flatMap(Self.benchmarks)
        let words = MessageWords(uploadWindow: clock?.uploadWindow, exemptionNotice: exemption?.notice)
        let messages = root["messages"].flatMap { Self.messages($0, words) }
        let milestones: MilestoneMap?
        if let field = root["milestones"] {
            milestones = try self.milestones(field, providers: known)
        } else {
            milestones = nil
        }
        let goodsNames: GoodsNames?
        if let field = root["goodsNames"] {
            goodsNames = try self.goodsNames(field)
        } else {
            goodsNames = nil
        }
        let nomenclature: Nomenclature?
        if let field = root["nomenclature"] {
            nomenclature = try self.nomenclature(field)
        } else {
            nomenclature = nil
        }
        let vagueNames: VagueNames?
        if let field = root["vagueNames"] {
            vagueNames = try self.vagueNames(field)
        } else {
            vagueNames = nil
        }
        let tax = root["tax"].flatMap(Self.tax)

        guard log.problems.isEmpty, form != nil, let name, let effectiveFrom, let mandate, let categories,
            let exemption, let workingDays, let onboarding, let providers, let numbers, let fees, let routing,
            let lines, let phone,
            let clock, let sources, let score, let tracking, let rateAlarms, let benchmarks,
            let messages, let milestones, let goodsNames, let nomenclature, let vagueNames, let tax
        else { throw .invalid(log.sorted(mainFile: text.file)) }
        return Rulebook(
            identity: name, name: name.text, effectiveFrom: effectiveFrom, mandate: mandate,
            categories: categories, exemption: exemption, workingDays: workingDays, onboarding: onboarding,
            numbers: numbers, phone: phone, clock: clock,
            sources: sources, fees: fees, routing: routing, score: score, messages: messages,
            milestones: milestones,
            tracking: tracking, rateAlarms: rateAlarms, benchmarks: benchmarks, goodsNames: goodsNames,
            nomenclature: nomenclature, vagueNames: vagueNames, tax: tax,
            providers: providers, lines: lines)
    }

    /// The text of a file the rulebook refers to, its line ends made equal.
    mutating func attachment(_ field: Field) throws(RulebookError) -> String? {
        guard let name = field.text() else { return nil }
        guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
            field.problem("`\(name)` leaves the rulebook's folder", right: "put the file beside the rulebook")
            return nil
        }
        let clean = RulebookText.clean(try fetch(name))
        if !used.contains(where: { $0.name == name }) { used.append((name, clean)) }
        return clean
    }

    /// A table with this header; nil after a problem.
    mutating func table(_ field: Field, header: [String]) throws(RulebookError) -> (
        name: String, table: CSVTable
    )? {
        guard let text = try attachment(field), let name = field.scalar else { return nil }
        let table = CSVTable(text)
        guard table.header == header else {
            report(
                name, line: 1, field.path, "the header is `\(table.header.joined(separator: ","))`",
                right: "write `\(header.joined(separator: ","))`")
            return nil
        }
        var sound = true
        for row in table.rows where row.cells.count != header.count {
            report(
                name, line: row.line, field.path, "has \(row.cells.count) fields",
                right: "write \(header.count), in quotes where one has a comma")
            sound = false
        }
        return sound ? (name, table) : nil
    }

    /// A problem in a file the rulebook refers to.
    func report(_ file: String, line: Int, _ path: String, _ wrong: String, right: String) {
        log.add(RulebookProblem(file: file, line: line, column: 1, path: path, wrong: wrong, right: right))
    }
}
