/// What is fuzzed. A case is a seed: the same seed is the same bytes.
protocol Target: SendableMetatype {
    static var name: String { get }
    init(_ corpus: Corpus) throws
    /// - Throws: ``Finding`` when something that must hold does not. Whatever else goes wrong ends the process.
    mutating func run(_ dice: inout Dice) throws
    /// After the last case.
    mutating func finish() throws
}

extension Target {
    mutating func finish() throws {}
}

/// Something that must hold and does not.
struct Finding: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, _ bytes: [UInt8] = []) {
        let shown = bytes.prefix(2000).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        description = bytes.isEmpty ? what : "\(what)\n  bytes: \(shown)"
    }
}

func require(_ holds: Bool, _ what: @autoclosure () -> String, _ bytes: [UInt8] = []) throws {
    guard holds else { throw Finding(what(), bytes) }
}
