import Vocabulary

/// The texts of a declaration in one run of bytes: phone, tax number, IOSS number, then line by line the goods.
///
/// An order of one line takes some sixty bytes so, where tokens and strings would take two hundred.
struct DeclaredTexts: Sendable {
    /// A token stands behind its length in one byte. A line of goods is its quantity (four bytes, low one first),
    /// its code, and its name behind its length in two bytes: code and name lie together because they are judged
    /// together.
    let bytes: [UInt8]

    /// For the bytes of another one.
    init(bytes: [UInt8]) { self.bytes = bytes }

    init(_ it: OrderDeclared) {
        let phone = it.recipientPhone ?? Token()
        let tax = it.taxID ?? Token()
        let ioss = it.ioss ?? Token()
        var size = 3 + phone.count + tax.count + ioss.count
        for good in it.goods { size += 7 + good.hsCode.count + good.englishName.utf8.count }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        bytes.append(phone)
        bytes.append(tax)
        bytes.append(ioss)
        for good in it.goods {
            bytes.append(UInt32(bitPattern: good.quantity), width: 4)
            bytes.append(good.hsCode)
            // Wire lets no longer name in than 200 bytes.
            let name = good.englishName.utf8.prefix(Int(UInt16.max))
            bytes.append(UInt32(name.count), width: 2)
            bytes.append(contentsOf: name)
        }
        self.bytes = bytes
    }

    /// As typed; empty when none was given, as are the other two.
    var phone: Token { token(at: 0) }
    var taxID: Token { token(at: afterToken(0)) }
    var ioss: Token { token(at: afterToken(afterToken(0))) }

    /// The lines of goods in their order.
    var goods: DeclaredGoods { DeclaredGoods(texts: self, start: afterToken(afterToken(afterToken(0)))) }

    fileprivate func afterToken(_ start: Int) -> Int { start + 1 + Int(bytes[start]) }

    fileprivate func token(at start: Int) -> Token {
        let token = unsafe bytes.withUnsafeBytes { bytes in
            unsafe Token(
                utf8: UnsafeRawBufferPointer(rebasing: bytes[start + 1..<start + 1 + Int(bytes[start])]))
        }
        return token ?? Token()
    }

    fileprivate func number(at start: Int, width: Int) -> UInt32 {
        (0..<width).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
    }
}

/// The lines of goods of one declaration, read from its bytes as they are asked for.
struct DeclaredGoods: Sequence, IteratorProtocol {
    private let texts: DeclaredTexts
    private var at: Int

    fileprivate init(texts: DeclaredTexts, start: Int) {
        self.texts = texts
        at = start
    }

    mutating func next() -> DeclaredGood? {
        guard at < texts.bytes.count else { return nil }
        let code = at + 4
        let name = texts.afterToken(code)
        let end = name + 2 + Int(texts.number(at: name, width: 2))
        defer { at = end }
        return DeclaredGood(texts: texts, start: at, nameStart: name + 2, end: end)
    }
}

/// One line of goods, where it lies among the texts of its declaration.
struct DeclaredGood {
    private let texts: DeclaredTexts
    private let start: Int
    private let nameStart: Int
    private let end: Int

    fileprivate init(texts: DeclaredTexts, start: Int, nameStart: Int, end: Int) {
        self.texts = texts
        self.start = start
        self.nameStart = nameStart
        self.end = end
    }

    var quantity: Int32 { Int32(bitPattern: texts.number(at: start, width: 4)) }
    /// As declared (R17).
    var code: Token { texts.token(at: start + 4) }
    /// As declared, as a text for people.
    var name: String { String(decoding: texts.bytes[nameStart..<end], as: UTF8.self) }

    /// Lends code and name as they lie: equal for equal goods, whatever their quantity.
    func withKey<Result>(_ body: (RawSpan) -> Result) -> Result {
        unsafe body(texts.bytes.span.bytes.extracting(start + 4..<end))
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ token: Token) {
        append(UInt8(token.count))
        unsafe token.withBytes { unsafe append(contentsOf: $0) }
    }

    /// Low byte first.
    fileprivate mutating func append(_ number: UInt32, width: Int) {
        for shift in 0..<width { append(UInt8(truncatingIfNeeded: number >> UInt32(8 * shift))) }
    }
}
