import Vocabulary

/// What makes a seller ready with a provider (R8–R12).
extension RulebookReader {
    /// - Parameter providers: nil where they could not be read, so that nothing is said about them twice.
    static func onboarding(_ field: Field, providers: [ProviderID]?) -> OnboardingRules? {
        let keys = field.section([
            "clause", "papers", "ownFleet", "minimumTracks", "answerTime", "steps", "benchmarks",
        ])
        let clause = keys["clause"]?.text()
        let papers = keys["papers"].flatMap(Self.papers)
        let fleet = keys["ownFleet"]?.list { knownProvider($0, among: providers) }
        let tracks = keys["minimumTracks"]?.integer(in: 1...100)
        let answer = keys["answerTime"]?.span()
        let steps = keys["steps"].flatMap(Self.steps)
        let share = keys["benchmarks"]?.section(["bindingShare"])["bindingShare"]?.decimal(in: 0...1)
        guard let clause, let papers, let fleet, let tracks, let answer, let steps, let share else {
            return nil
        }
        return OnboardingRules(
            papers: papers, ownFleet: Set(fleet), minimumTracks: tracks, answerTime: answer, steps: steps,
            benchmarkBindingShare: share, clause: clause)
    }

    private static func papers(_ field: Field) -> [OnboardingRules.Paper]? {
        var seen: Set<Token> = []
        let papers = field.list(atLeast: 1) { element -> OnboardingRules.Paper? in
            let keys = element.section(["id", "name", "needed"])
            let id = keys["id"]?.token()
            if let id, !seen.insert(id).inserted {
                keys["id"]?.problem("`\(id)` is listed twice", right: "keep one of them")
                return nil
            }
            let name = keys["name"]?.bilingual()
            let need = keys["needed"]?.choice(OnboardingRules.Paper.Need.self)
            guard let id, let name, let need else { return nil }
            return OnboardingRules.Paper(id: id, name: name, need: need)
        }
        if let papers, papers.count > OnboardingRules.mostPapers {
            field.problem(
                "has \(papers.count) papers", right: "at most \(OnboardingRules.mostPapers)")
            return nil
        }
        return papers
    }

    /// Every step once: a step without a remedy could be missing without anybody being told.
    private static func steps(_ field: Field) -> [OnboardingRules.Remedy]? {
        var seen: Set<OnboardingStep> = []
        let steps = field.list { element -> OnboardingRules.Remedy? in
            let keys = element.section(["step", "clause", "fix"])
            let step = keys["step"]?.choice(OnboardingStep.self)
            if let step, !seen.insert(step).inserted {
                keys["step"]?.problem("`\(step.rawValue)` is listed twice", right: "keep one of them")
                return nil
            }
            let clause = keys["clause"]?.text()
            let fix = keys["fix"]?.bilingual()
            guard let step, let clause, let fix else { return nil }
            return OnboardingRules.Remedy(step: step, clause: clause, fix: fix)
        }
        guard let steps else { return nil }
        let missing = OnboardingStep.allCases.filter { !seen.contains($0) }.map(\.rawValue)
        guard missing.isEmpty else {
            field.problem("`\(missing.joined(separator: "`, `"))` is missing", right: "list every step once")
            return nil
        }
        return steps
    }
}
