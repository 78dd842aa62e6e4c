import Vocabulary

/// What a rulebook that can be loaded still says oddly: gaps, entries without effect, things nobody can reach.
public struct RulebookLint: Sendable {
    /// How much a remark matters.
    public enum Weight: String, Sendable, CaseIterable {
        /// It does not do what its author will have meant.
        case warning
        /// Worth knowing before one relies on it.
        case notice
    }

    /// One thing said, with its place in the text.
    public struct Remark: Sendable, Hashable {
        public var weight: Weight
        public var problem: RulebookProblem
    }

    /// In the order of the text.
    public private(set) var remarks: [Remark] = []
    let rules: Rulebook
    let flat: FlatText
    private let file: String

    /// - Parameter name: what remarks name as their file.
    public init(_ file: RulebookFile, name: String) throws(RulebookError) {
        self.file = name
        rules = file.rules
        flat = FlatText(try RulebookText(file.content, file: name).root)
        checkMandate()
        checkProviders()
        checkLines()
        checkCards()
        checkTax()
        checkClock()
        checkExamples()
        remarks.sort {
            ($0.problem.line, $0.problem.column, $0.problem.wrong)
                < ($1.problem.line, $1.problem.column, $1.problem.wrong)
        }
    }

    private mutating func checkMandate() {
        for (country, entries) in Dictionary(grouping: rules.mandate.countries, by: \.country) {
            let place = "mandate.countries[\(country)"
            for gap in Self.gaps(in: entries.map(\.validity)) {
                warn(
                    place, "\(country) is not on the list from \(gap.0.text) to \(gap.1.text)",
                    "let one entry begin where the other ends, unless that is meant")
            }
            if entries.contains(where: { ($0.validity.until ?? .endOfTime) <= rules.mandate.from }) {
                warn(place, "\(country) leaves the list before the mandate begins", "remove the entry")
            }
            if !rules.lines.contains(where: { $0.transitDays[country] != nil }) {
                warn(
                    place, "no line serves \(country), so no order to it can be routed",
                    "add \(country) to the `transitDays` of a line")
            }
        }
    }

    private mutating func checkProviders() {
        for provider in rules.providers {
            let place = "providers[\(provider.id)]"
            for gap in Self.gaps(in: provider.certifications) {
                warn(
                    place, "\(provider.id) is not certified from \(gap.0.text) to \(gap.1.text)",
                    "let one certification begin where the other ends, unless that is meant")
            }
            if !provider.certifications.contains(where: { ($0.until ?? .endOfTime) > rules.effectiveFrom }) {
                warn(
                    place, "\(provider.id) is certified at no time at which this rulebook judges",
                    "extend `certified`, or remove the provider")
            }
            if provider.numbers == nil {
                note(
                    place,
                    "\(provider.id) has no pattern for its numbers: each is \(rules.numbers.unknownPattern.rawValue)",
                    "add `numbers` when its form is known")
            }
            if !rules.lines.contains(where: { $0.provider == provider.id }) {
                note(
                    place, "\(provider.id) has no line, so its orders are never routed",
                    "add one under `lines`")
            }
        }
    }

    private mutating func checkLines() {
        for line in rules.lines where Set(line.hubs.map(\.id)).count != line.hubs.count {
            warn("lines[\(line.id)].hubs", "a hub of \(line.id) is listed twice", "keep one of them")
        }
    }

    private mutating func checkClock() {
        if rules.clock.settle > rules.clock.uploadWindow {
            warn(
                "clock.settle", "waits longer for facts in flight than the window itself lasts",
                "write seconds or minutes")
        }
        if rules.clock.warnings.isEmpty {
            note(
                "clock.warnings", "nobody is warned before a deadline",
                "write such as [60 min, 30 min, 10 min]")
        }
        if rules.sources.trustsEverybody {
            note(
                "trustedSources.sources", "every publisher's clock is believed",
                "list the sources whose own times count; for the others the time of receipt does")
        }
    }

    private mutating func checkExamples() {
        let examples = flat.paths.filter { $0.hasSuffix(".example") && flat.values[$0]?.text == "true" }
        guard let first = examples.first else { return }
        let names = examples.map { $0.dropLast(".example".count) }.joined(separator: ", ")
        note(first, "made up, the source does not name it: \(names)", "replace it before you rely on it")
    }

    /// Where one validity has ended and the next has not begun.
    static func gaps(in times: [Validity]) -> [(Instant, Instant)] {
        let sorted = times.sorted { $0.from < $1.from }
        return zip(sorted, sorted.dropFirst()).compactMap { one, next in
            guard let until = one.until, until < next.from else { return nil }
            return (until, next.from)
        }
    }

    mutating func warn(_ path: String, _ wrong: String, _ right: String) {
        remark(.warning, path, wrong, right)
    }

    mutating func note(_ path: String, _ wrong: String, _ right: String) {
        remark(.notice, path, wrong, right)
    }

    private mutating func remark(_ weight: Weight, _ path: String, _ wrong: String, _ right: String) {
        let place =
            flat.places[path]
            ?? flat.places.filter { $0.key.hasPrefix(path) }
            .min { ($0.value.line, $0.value.column) < ($1.value.line, $1.value.column) }?.value
        let whole = flat.places[path] == nil && path.contains("[") && !path.hasSuffix("]") ? path + "]" : path
        remarks.append(
            Remark(
                weight: weight,
                problem: RulebookProblem(
                    file: file, line: place?.line ?? 1, column: place?.column ?? 1, path: whole, wrong: wrong,
                    right: right)))
    }
}

extension Instant {
    /// For what has no end.
    static var endOfTime: Instant { Instant(nanoseconds: .max) }
}
