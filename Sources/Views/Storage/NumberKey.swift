internal import Vocabulary

/// A parcel number as its provider knows it: normalised, because publishers type it in several ways (R14).
struct NumberKey: Hashable, Sendable, RowKey {
    let provider: ProviderID
    let number: TrackingNumber

    init(_ provider: ProviderID, _ number: TrackingNumber) {
        self.provider = provider
        self.number = number.normalised
    }

    var digest: UInt64 { Token.fold(provider.digest, number.digest ^ 0x2D35_8DCC_AA6C_78A5) }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    func put(into statement: RawStatement) {
        statement.put(provider.token)
        statement.put(number.token)
    }
}

extension Payload {
    /// The number by which a scan without an order names it.
    var numberKey: NumberKey? {
        guard case .scanned(let scan) = self, let provider = scan.provider, let number = scan.trackingNumber
        else { return nil }
        return NumberKey(provider, number)
    }
}
