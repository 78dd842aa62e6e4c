/// One receiver, as the settings name it.
public struct Webhook: Sendable, Equatable {
    /// Of the settings: its positions are kept under it.
    public var name: String
    public var url: String
    /// The first signs; the others do too, while a secret is exchanged for another.
    public var secrets: [WebhookSecret]
    public var kinds: Set<WebhookKind>
    /// Whose orders and stores it is told of; empty: everybody's, and what concerns no store.
    public var sellers: Set<String>
    /// The points by which a score must have fallen.
    public var scoreFall: Double

    public init(
        name: String, url: String, secrets: [WebhookSecret], kinds: Set<WebhookKind>,
        sellers: Set<String> = [],
        scoreFall: Double = 5
    ) {
        (self.name, self.url, self.secrets, self.kinds) = (name, url, secrets, kinds)
        (self.sellers, self.scoreFall) = (sellers, scoreFall)
    }

    var sources: [NoticeSource] {
        NoticeSource.allCases.filter { source in kinds.contains { $0.source == source } }
    }

    /// Whether it is told of what concerns this store; nil: none.
    func wants(seller: String?) -> Bool {
        sellers.isEmpty || (seller.map { sellers.contains($0) } ?? false)
    }
}
