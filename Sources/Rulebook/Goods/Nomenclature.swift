public import Vocabulary

/// The Harmonized System: its six-digit codes and what each stands for (R17).
public struct Nomenclature: Sendable {
    /// Ascending, as numbers, and where each description ends in `text`.
    private let codes: [UInt32]
    private let ends: [UInt32]
    private let text: [UInt8]
    /// One bit for each of the million codes there could be: asked for every declared line of goods.
    private var present = [UInt64](repeating: 0, count: 1_000_000 / 64)

    /// How heavily a name weighs that shares no word with its code's description, where the map has no names for
    /// the code (⚙). Nil: it is not asked.
    public var unlikeDescription: Severity?
    /// Words that descriptions of all kinds have and that say nothing of the goods, as ``words(of:)`` gives them.
    public var emptyWords: Set<String>
    public var clause: String

    /// - Parameter rows: six digits and a description each, no code twice.
    init(
        _ rows: [(code: UInt32, description: String)], unlikeDescription: Severity?, emptyWords: [String],
        clause: String
    ) {
        self.unlikeDescription = unlikeDescription
        self.emptyWords = Set(emptyWords.map { Self.singular($0.lowercased()[...]) })
        self.clause = clause
        let rows = rows.sorted { $0.code < $1.code }
        codes = rows.map(\.code)
        var text: [UInt8] = []
        var ends: [UInt32] = []
        for row in rows {
            text.append(contentsOf: row.description.utf8)
            ends.append(UInt32(text.count))
            present[Int(row.code) / 64] |= 1 << UInt64(row.code % 64)
        }
        self.text = text
        self.ends = ends
    }

    /// How many codes there are.
    public var count: Int { codes.count }

    /// Whether these six digits are a code.
    public func contains(_ code: Token) -> Bool {
        guard let number = Self.number(code) else { return false }
        return present[Int(number) / 64] >> UInt64(number % 64) & 1 == 1
    }

    /// What a code stands for; nil where there is no such code.
    public func description(of code: Token) -> String? {
        guard contains(code), let number = Self.number(code) else { return nil }
        var (low, high) = (0, codes.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] < number { low = middle + 1 } else { high = middle }
        }
        return description(at: low)
    }

    /// Every code with its description, ascending.
    public var rows: [(code: String, description: String)] {
        codes.indices.map { index in
            let digits = String(codes[index])
            return (String(repeating: "0", count: 6 - digits.count) + digits, description(at: index))
        }
    }

    /// Whether a name has a word in common with its code's description; false where there is no such code.
    public func describes(_ name: String, by code: Token) -> Bool {
        guard let description = description(of: code) else { return false }
        return !Set(words(of: description)).isDisjoint(with: words(of: name))
    }

    /// The words that tell goods apart: three letters and more, lower case, singular, in their order, none twice.
    ///
    /// The singular is only an s taken away: enough to compare by, not to print.
    public func words(of text: String) -> [String] {
        var words: [String] = []
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) where word.utf8.count >= 3 {
            let singular = Self.singular(word)
            if !emptyWords.contains(singular), !words.contains(singular) { words.append(singular) }
        }
        return words
    }

    private static func singular(_ word: Substring) -> String {
        let isPlural = word.utf8.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss")
        return String(isPlural ? word.dropLast() : word)
    }

    private func description(at index: Int) -> String {
        let start = index == 0 ? 0 : Int(ends[index - 1])
        return String(decoding: text[start..<Int(ends[index])], as: UTF8.self)
    }

    /// The number of a six-digit code; nil for any other text.
    static func number(_ code: Token) -> UInt32? {
        guard code.count == 6 else { return nil }
        return unsafe code.withBytes { bytes in
            var number: UInt32 = 0
            for index in 0..<bytes.count {
                let byte = unsafe bytes[index]
                guard case 0x30...0x39 = byte else { return nil }
                number = number * 10 + UInt32(byte - 0x30)
            }
            return number
        }
    }
}
