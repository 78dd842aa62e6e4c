import Vocabulary

/// A file of SQL, cut into statements. `-- on: scanned, delivered` before statements says which events they are for; what
/// stands before the first such line makes the tables.
struct SQLScript {
    struct Statement {
        var sql: String
        /// Where it begins, in bytes.
        var offset: Int
        /// What the last `-- on:` said, and where; nil for what makes tables.
        var events: Events?
    }

    struct Events: Equatable {
        var names: [String]
        var offset: Int
    }

    private(set) var statements: [Statement] = []
    private(set) var directives: [Events] = []

    private let bytes: [UInt8]
    private var at = 0
    private var start: Int?
    private var events: Events?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        while at < bytes.count { step() }
        end()
    }

    /// Past one token.
    private mutating func step() {
        switch bytes[at] {
        case 0x2D where next == 0x2D: comment()
        case 0x2F where next == 0x2A: skip(past: "*/")
        case 0x27, 0x22, 0x60: quoted(bytes[at])
        case 0x5B: quoted(0x5D)
        case 0x3B:
            end()
            at += 1
        case 0x20, 0x09, 0x0A, 0x0D: at += 1
        default:
            start = start ?? at
            at += 1
        }
    }

    private var next: UInt8? { at + 1 < bytes.count ? bytes[at + 1] : nil }

    private mutating func comment() {
        let begun = at
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
        let text = String(decoding: bytes[begun + 2..<at], as: UTF8.self)
        let words = text.split(separator: ":", maxSplits: 1).map {
            $0.split(separator: " ").joined(separator: " ")
        }
        guard start == nil, words.count == 2, words[0] == "on" else { return }
        let names = words[1].split { $0 == "," || $0 == " " }.map(String.init)
        let events = Events(names: names, offset: begun)
        self.events = events
        directives.append(events)
    }

    private mutating func quoted(_ end: UInt8) {
        start = start ?? at
        at += 1
        while at < bytes.count, bytes[at] != end { at += 1 }
        at += 1
    }

    private mutating func skip(past text: String) {
        let end = Array(text.utf8)
        at += 2
        while at < bytes.count, !bytes[at...].starts(with: end) { at += 1 }
        at = min(bytes.count, at + end.count)
    }

    private mutating func end() {
        guard let start else { return }
        let sql = String(decoding: bytes[start..<min(at, bytes.count)], as: UTF8.self)
        statements.append(Statement(sql: sql, offset: start, events: events))
        self.start = nil
    }
}
