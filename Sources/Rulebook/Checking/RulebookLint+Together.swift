import Vocabulary

extension RulebookLint {
    /// What several rulebooks say together: which judges when, and what the next one forgets.
    public static func together(_ files: [(name: String, file: RulebookFile)]) -> [Remark] {
        let sorted = files.sorted { $0.file.rules.effectiveFrom < $1.file.rules.effectiveFrom }
        return zip(sorted, sorted.dropFirst()).flatMap { one, next -> [Remark] in
            func remark(_ path: String, _ wrong: String, _ right: String) -> Remark {
                Remark(
                    weight: .warning,
                    problem: RulebookProblem(
                        file: next.name, line: 1, column: 1, path: path, wrong: wrong, right: right))
            }
            let begin = next.file.rules.effectiveFrom
            if one.file.rules.effectiveFrom == begin {
                return [
                    remark(
                        "effectiveFrom", "begins when \(one.name) does, which then never judges",
                        "give each its own beginning")
                ]
            }
            var remarks: [Remark] = []
            if one.file.rules.name == next.file.rules.name {
                remarks.append(
                    remark(
                        "name",
                        "is called \(one.file.rules.name) like \(one.name), which says something else",
                        "give each a name of its own: verdicts quote it"))
            }
            let (before, after) = (one.file.rules.mandate.countries, next.file.rules.mandate.countries)
            let (had, kept) = (Set(before.map(\.country)), Set(after.map(\.country)))
            remarks += before.filter {
                ($0.validity.until ?? .endOfTime) > begin && !kept.contains($0.country)
            }.map {
                remark(
                    "mandate.countries",
                    "\($0.country) must comply under \(one.name) and is not named any more",
                    "name it, or end it there with `until`")
            }
            remarks += after.filter { $0.validity.from < begin && !had.contains($0.country) }.map {
                remark(
                    "mandate.countries",
                    "\($0.country) is on the list from \($0.validity.from.text), but until \(begin.text) "
                        + "\(one.name) judges, which does not name it",
                    "write the rulebook's own beginning, or begin the rulebook earlier")
            }
            return remarks
        }
    }
}
