/// Changes to a JSON text that keep it looking like one.
enum JSONMutation {
    /// Values that somebody gets wrong somewhere.
    private static let values = [
        "null", "true", "false", "0", "-0", "-1", "1e999", "-1e-999", "0.1", "1.0", "9007199254740993",
        "18446744073709551616", "-9223372036854775809", "2147483648", "\"\"", "\" \"", "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\u202e\"", "\"\u{FEFF}\"", "[]", "{}", "[[]]", "[null]", "{\"\":0}",
        "\"0\"",
        "\"0000-00-00T00:00:00Z\"", "\"2024-02-30T00:00:00Z\"", "\"9999-12-31T23:59:60Z\"",
        "\"2024-05-06T02:00:00.123456789123Z\"", "\"2024-05-06T02:00:00+23:59\"",
        "\"firstmile.handed-over.v1\"",
        "\"firstmile.handed-over.v2\"", "\"ES\"", "\"es\"", "\"fact\"", "\"decision\"", "\"approved\"",
        "\"\\\\\"",
    ]

    static func mutate(_ text: [UInt8], others: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
        var tokens = tokens(of: text)
        for _ in 0...dice.below(4) where tokens.count > 2 {
            let place = dice.below(tokens.count)
            switch dice.below(8) {
            case 0: tokens[place] = Array(dice.pick(values).utf8)[...]
            case 1: tokens.remove(at: place)
            case 2: tokens.insert(tokens[place], at: dice.below(tokens.count))
            case 3: tokens.swapAt(place, dice.below(tokens.count))
            case 4:
                let theirs = Self.tokens(of: dice.pick(others))
                let start = dice.below(theirs.count)
                let end = min(theirs.count, start + 1 + dice.below(12))
                tokens.insert(contentsOf: theirs[start..<end], at: place)
            case 5:
                let end = min(tokens.count, place + dice.below(20))
                tokens.insert(contentsOf: tokens[place..<end], at: place)
            case 6: tokens[place] = long(tokens[place], &dice)[...]
            default: tokens[place] = deep(&dice)[...]
            }
        }
        let mutated = Array(tokens.joined())
        return dice.below(4) == 0 ? dice.damage(mutated) : mutated
    }

    /// A text grown to some border.
    private static func long(_ token: ArraySlice<UInt8>, _ dice: inout Dice) -> [UInt8] {
        guard token.first == 0x22, token.count > 1 else { return Array(token) }
        let length = dice.pick([39, 40, 128, 129, 200, 201, 255, 256, 5000, 70_000])
        let letter = dice.pick([Array("x".utf8), Array("é".utf8), Array("证".utf8), Array("\\u00e9".utf8)])
        return [0x22] + (0..<max(1, length / letter.count)).flatMap { _ in letter } + [0x22]
    }

    private static func deep(_ dice: inout Dice) -> [UInt8] {
        let depth = dice.pick([2, 63, 64, 65, 1000, 5000])
        let (open, close) = dice.below(2) == 0 ? ("[", "]") : ("{\"a\":", "}")
        return Array(
            (String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)).utf8)
    }

    /// Strings whole, numbers and words whole, all else byte by byte.
    private static func tokens(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        var tokens: [ArraySlice<UInt8>] = []
        var at = 0
        while at < text.count {
            var end = at + 1
            if text[at] == 0x22 {
                while end < text.count, text[end] != 0x22 { end += text[end] == 0x5C ? 2 : 1 }
                end = min(text.count, end + 1)
            } else if isWord(text[at]) {
                while end < text.count, isWord(text[end]) { end += 1 }
            }
            tokens.append(text[at..<end])
            at = end
        }
        return tokens
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
            || [0x2B, 0x2D, 0x2E, 0x45].contains(byte)
    }
}
