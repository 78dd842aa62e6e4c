import Vocabulary

/// A seller with a provider.
struct PairKey: RowKey {
    let seller: SellerID
    let provider: ProviderID

    init(_ seller: SellerID, _ provider: ProviderID) {
        self.seller = seller
        self.provider = provider
    }

    var digest: UInt64 { Token.fold(seller.digest ^ 0xA24B_AED4_963E_E407, provider.digest) }

    func put(into statement: RawStatement) {
        statement.put(seller.token)
        statement.put(provider.token)
    }
}

/// A provider by itself.
struct ProviderKey: RowKey {
    let provider: ProviderID
    init(_ provider: ProviderID) { self.provider = provider }
    var digest: UInt64 { provider.digest }
    func put(into statement: RawStatement) { statement.put(provider.token) }
}
