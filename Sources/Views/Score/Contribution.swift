import Vocabulary

/// What one order adds to the sums of one cell.
struct Contribution: Equatable, Sendable {
    struct Flags: OptionSet, Sendable, Equatable {
        let rawValue: UInt16
        static let uploadedInTime = Self(rawValue: 1 << 0)
        static let onNetwork = Self(rawValue: 1 << 1)
        static let within48h = Self(rawValue: 1 << 2)
        static let within72h = Self(rawValue: 1 << 3)
        static let delivered = Self(rawValue: 1 << 4)
        static let complete = Self(rawValue: 1 << 5)
        static let lost = Self(rawValue: 1 << 6)
        static let complained = Self(rawValue: 1 << 7)
    }

    struct Measures: Equatable, Sendable {
        /// Of the handover, in Asia/Shanghai.
        var day: CalendarDay
        var standing: Standing
        var flags: Flags = []
        /// From handover to the first physical scan.
        var delayMilliseconds: Int64 = 0
        /// From handover to delivery.
        var deliveryMilliseconds: Int64 = 0
    }

    var cell: CellKey
    var measures: Measures
}

/// Who and when: the sums can be added up along each of these.
struct CellKey: RowKey {
    var day: CalendarDay
    var sellerID: SellerID
    /// Empty where it is not known; so for the others.
    var provider: Token
    var country: Token
    var line: Token
    var standing: Standing

    var digest: UInt64 {
        let who = Token.fold(sellerID.digest ^ 0xA076_1D64_78BD_642F, provider.digest)
        let lane = Token.fold(country.digest ^ 0xE703_7ED1_A0B4_28DB, line.digest)
        let time = UInt64(bitPattern: Int64(day.number) << 2 | standing.rawValue)
        return Token.fold(who ^ lane, time ^ 0x8EBC_6AF0_9C88_C6E3)
    }

    func put(into statement: RawStatement) {
        statement.put(Int64(day.number))
        statement.put(sellerID.token)
        statement.put(provider)
        statement.put(country)
        statement.put(line)
        statement.put(standing.rawValue)
    }
}
