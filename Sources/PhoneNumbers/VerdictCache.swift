/// Remembers verdicts by text and region. Fixed in size: a text lies within sixteen places of where its hash
/// points, and when those are taken, one of them is given up, each in its turn.
///
/// Verdicts never change while the library is loaded, so nothing expires.
@safe struct VerdictCache: ~Copyable {
    /// Texts longer than this are not remembered: a real one has sixteen bytes.
    static let longestText = 40

    /// Five words of text, one of what it is and what was said of it, three of the fix: 72 bytes.
    private static let wordsPerEntry = 9
    /// Places a text may lie in, from where its hash points.
    private static let reach = 16

    private let words: UnsafeMutablePointer<UInt64>
    private let mask: UInt64
    private var turn = 0

    /// Entries are rounded up to a power of two, at least sixteen.
    init(entries: Int) {
        var places = Self.reach
        while places < entries { places *= 2 }
        mask = UInt64(places - 1)
        unsafe words = .allocate(capacity: places * Self.wordsPerEntry)
        unsafe words.initialize(repeating: 0, count: places * Self.wordsPerEntry)
    }

    deinit { unsafe words.deallocate() }

    /// Verdicts it holds at most.
    var capacity: Int { Int(mask) + 1 }

    /// A text, its region and where to look for it, worked out once for both finding and keeping.
    struct Key {
        let text: InlineWords<5>
        /// Never zero, which marks a free place: region, and the text's length above it.
        let identity: UInt64
        let hash: UInt64
    }

    /// Nil for texts that are not remembered.
    func key(for text: UnsafeRawBufferPointer, in region: Region) -> Key? {
        guard text.count <= Self.longestText else { return nil }
        let words = unsafe InlineWords<5>(text)
        let identity = UInt64(region.rawValue) | UInt64(text.count) << 16 | 1 << 24
        var hash = identity &* 0x9E37_79B9_7F4A_7C15
        for index in 0..<5 {
            let product = (hash ^ words[index]).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
            hash = product.high ^ product.low ^ 0xE703_7ED1_A0B4_28DB
        }
        return Key(text: words, identity: identity, hash: hash)
    }

    func verdict(for key: Key) -> NumberVerdict? {
        for step in 0..<Self.reach {
            let entry = unsafe place(step, of: key)
            // Places are filled in order and never freed: behind a free one there is nothing.
            if unsafe entry[5] == 0 { return nil }
            guard unsafe entry[5] & 0xFFFF_FFFF == key.identity else { continue }
            guard unsafe entry[0] == key.text[0], unsafe entry[1] == key.text[1],
                unsafe entry[2] == key.text[2], unsafe entry[3] == key.text[3],
                unsafe entry[4] == key.text[4]
            else { continue }
            switch unsafe Answer(rawValue: entry[5] >> 32) {
            case .ok: return .ok
            case .wrong: return .wrong(fix: nil)
            case .fixable: return unsafe .wrong(fix: E164(entry[6], entry[7], entry[8]))
            case nil: preconditionFailure("a place of the phone cache holds no verdict")
            }
        }
        return nil
    }

    mutating func keep(_ verdict: NumberVerdict, for key: Key) {
        var step = 0
        while step < Self.reach, unsafe place(step, of: key)[5] != 0 { step += 1 }
        if step == Self.reach {
            step = turn
            turn = (turn + 1) % Self.reach
        }
        let entry = unsafe place(step, of: key)
        for index in 0..<5 { unsafe entry[index] = key.text[index] }
        let answer: Answer
        var fix: E164?
        switch verdict {
        case .ok: answer = .ok
        case .wrong(nil): answer = .wrong
        case .wrong(let found?): (answer, fix) = (.fixable, found)
        }
        unsafe entry[5] = key.identity | answer.rawValue << 32
        unsafe entry[6] = fix?.a ?? 0
        unsafe entry[7] = fix?.b ?? 0
        unsafe entry[8] = fix?.c ?? 0
    }

    private func place(_ step: Int, of key: Key) -> UnsafeMutablePointer<UInt64> {
        unsafe words + Int((key.hash &+ UInt64(step)) & mask) * Self.wordsPerEntry
    }

    private enum Answer: UInt64 { case ok, wrong, fixable }
}
