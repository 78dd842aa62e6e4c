import Decisions
import EventLog
public import Rulebook
public import Vocabulary
import Wire

/// The rulebooks of the log: each is a fact in it, with its whole text, so that a replay needs no file.
extension WritePath {
    /// Lets rulebooks judge from their own beginnings on, and records each that does not do so already.
    ///
    /// - Parameter now: the filling frame's time (``EventLog/recordedTime(now:)``).
    /// - Returns: those that were not in force before.
    @discardableResult
    public func activate(_ files: [RulebookFile], at now: Instant) throws -> [RulebookFile] {
        let known = namesRulebook ? gate.rulebooks.map(\.identity) : []
        let fresh = files.filter { !known.contains($0.rules.identity) }
            .sorted { $0.rules.effectiveFrom < $1.rules.effectiveFrom }
        for file in fresh {
            let activated = RulebookActivated(
                name: file.rules.name, hash: "sha256:\(file.hash)", content: file.content)
            let position = log.next
            try record(.rulebookActivated(activated), time: file.rules.effectiveFrom, at: now)
            activate(file.rules, by: position, at: now)
        }
        return fresh
    }

    /// What judges, by the beginning of its force.
    public var rulebooks: [Rulebook] { gate.rulebooks }

    /// The rulebook that gave a verdict; the one in force now where it is not known any more.
    func rules(named identity: Token?) -> Rulebook {
        gate.rulebooks.last { $0.identity == identity } ?? current.rules
    }
}

/// The rulebook by which what arrives now is admitted: asked for every event, so it is kept.
struct RulesInForce {
    private(set) var rules: Rulebook
    private var until: Instant?
    /// The source asked about last: most requests are of one.
    private var source: [UInt8] = []
    private var isSourceTrusted = false

    init(of gate: borrowing Gate, at now: Instant) {
        rules = gate.rules(at: now)
        until = gate.endOfRules(at: now)
    }

    mutating func advance(to now: Instant, in gate: borrowing Gate) {
        if let until, now >= until { self = RulesInForce(of: gate, at: now) }
    }

    /// Whether the times that a source gives are believed (R24).
    mutating func isTrusted(_ asked: UnsafeRawBufferPointer) -> Bool {
        if unsafe !source.isEmpty && asked.elementsEqual(source) { return isSourceTrusted }
        unsafe source = Array(asked)
        isSourceTrusted = unsafe rules.sources.isTrusted(asked)
        return isSourceTrusted
    }
}

extension RulebookActivated {
    /// The rulebook it carries, or what is wrong with it as an acknowledgement tells it.
    func read() -> Result<Rulebook, Refusal> {
        let file: RulebookFile
        do {
            file = try RulebookFile.parse(content: content, file: name)
        } catch {
            let first = String(describing: error).split(separator: "\n").first.map(String.init)
            return .failure(
                Refusal(
                    .invalidField, field: "content", reason: first ?? "it is no rulebook",
                    fix: "check the file with firstmile rulebook lint, then send its whole text"))
        }
        guard hash == "sha256:\(file.hash)" else {
            return .failure(
                Refusal(
                    .invalidField, field: "hash", reason: "it is not the SHA-256 of the content",
                    fix: "send sha256:\(file.hash)"))
        }
        return .success(file.rules)
    }
}
