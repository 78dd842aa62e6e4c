import Vocabulary

/// The checked fields of one message, read as values. Lent for one call.
@safe struct Fields {
    /// Of the whole event, and of this message.
    private let slots: UnsafeMutablePointer<Slot>
    private let region: UnsafeMutablePointer<Slot>
    private let present: UInt64

    init(_ slots: UnsafeMutablePointer<Slot>, region: Int) {
        unsafe self.slots = slots
        unsafe self.region = slots + region
        present = unsafe slots[region].bits
    }

    @inline(__always)
    func has(_ number: Int) -> Bool { present >> UInt64(number) & 1 == 1 }

    @inline(__always)
    func bits(_ number: Int) -> UInt64 { unsafe region[number].bits }

    /// An empty token where the field is absent: only for required ones.
    @inline(__always)
    func token(_ number: Int) -> Token {
        guard has(number) else { return Token() }
        return unsafe Self.token(region[number])
    }

    @inline(__always)
    private static func token(_ slot: Slot) -> Token {
        guard let start = unsafe slot.start else { return Token() }
        return unsafe Token(start: start, count: slot.count)
    }

    @inline(__always)
    func tokenIfAny(_ number: Int) -> Token? { has(number) ? token(number) : nil }

    @inline(__always)
    func id<ID: Identifier>(_ number: Int) -> ID { ID(token(number)) }

    @inline(__always)
    func idIfAny<ID: Identifier>(_ number: Int) -> ID? { has(number) ? ID(token(number)) : nil }

    func text(_ number: Int) -> String {
        guard has(number) else { return "" }
        let slot = unsafe region[number]
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: slot.start, count: slot.count), as: UTF8.self)
    }

    func textIfAny(_ number: Int) -> String? { has(number) ? text(number) : nil }

    @inline(__always)
    func number(_ number: Int, else fallback: Int32) -> Int32 {
        has(number) ? Int32(truncatingIfNeeded: bits(number)) : fallback
    }

    @inline(__always)
    func instant(_ number: Int) -> Instant {
        Instant(nanoseconds: has(number) ? Int64(bitPattern: bits(number)) : 0)
    }

    @inline(__always)
    func instantIfAny(_ number: Int) -> Instant? { has(number) ? instant(number) : nil }

    @inline(__always)
    func country(_ number: Int) -> Country {
        let code = bits(number)
        guard let country = Country(UInt8(truncatingIfNeeded: code >> 8), UInt8(truncatingIfNeeded: code))
        else {
            preconditionFailure("the check admits assigned countries only")
        }
        return country
    }

    /// `all` lists the cases in the order of their numbers, the first of which is 1.
    @inline(__always)
    func choice<Choice>(_ number: Int, _ all: [Choice]) -> Choice? {
        guard has(number) else { return nil }
        let index = Int(truncatingIfNeeded: bits(number)) - 1
        return index >= 0 && index < all.count ? all[index] : nil
    }

    func tokens<Item>(_ number: Int, _ make: (Token) -> Item) -> [Item] {
        guard has(number) else { return [] }
        let first = Int(bits(number))
        return unsafe (first..<(first + region[number].count)).map { unsafe make(Self.token(slots[$0])) }
    }

    @inline(__always)
    func message<Value>(_ number: Int, _ make: (Fields) -> Value) -> Value? {
        has(number) ? unsafe make(Fields(slots, region: Int(bits(number)))) : nil
    }

    func messages<Item>(_ number: Int, _ make: (Fields) -> Item) -> [Item] {
        guard has(number) else { return [] }
        let first = Int(bits(number))
        return unsafe (0..<region[number].count).map {
            unsafe make(Fields(slots, region: first + $0 * Workspace.innerSize))
        }
    }
}

/// The cases of each enumeration in the order of their numbers on the wire, made once.
enum Numbered {
    static let incoterms = Incoterm.allCases
    static let verdicts = Verdict.allCases
    static let statuses = ComplianceStatus.allCases
    static let findingCodes = FindingCode.allCases
    static let decisions = ExemptionDecided.Decision.allCases
    static let withdrawals = DeadlineWithdrawn.Reason.allCases
    static let feeItems = FeeLine.Item.allCases
    static let routings = ConsideredLine.Outcome.allCases

    static func number<Choice: Equatable>(of choice: Choice, in all: [Choice]) -> UInt64 {
        UInt64((all.firstIndex(of: choice) ?? -1) + 1)
    }
}
