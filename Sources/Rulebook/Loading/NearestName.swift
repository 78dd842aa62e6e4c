/// Finds what somebody probably meant to type.
enum NearestName {
    /// The candidate with the fewest edits, if it is near enough to be meant.
    static func of(_ typed: String, among candidates: [String]) -> String? {
        let ranked = candidates.map {
            (name: $0, edits: edits(Array(typed.lowercased()), Array($0.lowercased())))
        }
        guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
        return best.edits <= max(2, typed.count / 3) ? best.name : nil
    }

    /// Insertions, deletions and substitutions from one to the other (Levenshtein).
    private static func edits(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (i, left) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in other.enumerated() {
                let above = row[j + 1]
                row[j + 1] = left == right ? diagonal : min(diagonal, above, row[j]) + 1
                diagonal = above
            }
        }
        return row[other.count]
    }
}
