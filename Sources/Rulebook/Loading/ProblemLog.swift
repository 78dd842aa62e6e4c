/// Collects what is wrong while a rulebook is read, so that all of it is told at once.
final class ProblemLog {
    private(set) var problems: [RulebookProblem] = []

    func add(_ problem: RulebookProblem) { problems.append(problem) }

    /// In the order of the text; the main file before the ones it refers to.
    func sorted(mainFile: String) -> [RulebookProblem] {
        problems.sorted { one, other in
            if one.file != other.file {
                return one.file == mainFile || (other.file != mainFile && one.file < other.file)
            }
            return (one.line, one.column) < (other.line, other.column)
        }
    }
}
