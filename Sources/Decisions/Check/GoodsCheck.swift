import Rulebook
import Vocabulary

/// Whether the declared names and HS codes are what customs take (R17).
///
/// What was said of a name and code is remembered, because every new fact of an order judges its goods again.
final class GoodsCheck {
    private let rules: Rulebook
    private let search: any GoodsSearching
    private var memory = GoodsMemory()

    init(rules: Rulebook, search: any GoodsSearching) {
        self.rules = rules
        self.search = search
    }

    /// Adds what is wrong with the lines of a declaration: each code once, with the worst line as evidence.
    func check(_ goods: DeclaredGoods, to country: Country, _ findings: inout [Finding]) {
        let start = findings.count
        var more: [FindingCode: Int] = [:]
        for good in goods {
            let faults = faults(of: good)
            if faults.isEmpty { continue }
            for fault in faults {
                var finding = fault
                if finding.code == .vagueName { finding.severity = rules.vagueNames.severity(country) }
                guard let seen = findings[start...].firstIndex(where: { $0.code == finding.code }) else {
                    findings.append(finding)
                    continue
                }
                more[finding.code, default: 0] += 1
                if findings[seen].severity == .warning, finding.severity == .blocking {
                    findings[seen] = finding
                }
            }
        }
        for (code, count) in more {
            guard let index = findings[start...].firstIndex(where: { $0.code == code }) else { continue }
            findings[index].evidence += count == 1 ? "; 1 more line" : "; \(count) more lines"
        }
    }

    private func faults(of good: DeclaredGood) -> [Finding] {
        good.withKey { key in
            if let known = memory.faults(of: key) { return known }
            let faults = judge(name: good.name, code: good.code)
            memory.keep(faults, of: key)
            return faults
        }
    }

    private func judge(name: String, code: Token) -> [Finding] {
        var faults: [Finding] = []
        let words = GoodsWording(name: name, code: code, search: search, rules: rules)
        if let six = Self.six(code), rules.nomenclature.contains(six) {
            if let severity = mismatch(name, six) {
                faults.append(
                    Finding(.hsMismatch, severity, evidence: words.evidence, fix: words.fix(namesOf: six)))
            }
        } else {
            faults.append(Finding(.hsUnknown, evidence: words.evidence, fix: words.fix(namesOf: nil)))
        }
        if rules.vagueNames.contains(name) {
            faults.append(Finding(.vagueName, evidence: words.evidence))
        }
        return faults
    }

    /// How heavily it weighs that the name is not one of the code's; nil where it is.
    private func mismatch(_ name: String, _ six: Token) -> Severity? {
        let names = rules.goodsNames.names(of: six)
        guard names.isEmpty else { return rules.goodsNames.codes(of: name).contains(six) ? nil : .blocking }
        guard let severity = rules.nomenclature.unlikeDescription else { return nil }
        return rules.nomenclature.describes(name, by: six) ? nil : severity
    }

    /// The first six of 6 to 12 digits; nil for any other text.
    private static func six(_ code: Token) -> Token? {
        guard (6...12).contains(code.count) else { return nil }
        return unsafe code.withBytes { bytes in
            guard unsafe bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return unsafe Token(utf8: UnsafeRawBufferPointer(rebasing: bytes[..<6]))
        }
    }
}
