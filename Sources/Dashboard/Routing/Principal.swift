import HTTPTypes
public import Vocabulary

/// Who asks, and what he may.
public struct Principal: Sendable, Equatable {
    /// Of his token; nil for whoever sits at this machine.
    public var name: String?
    /// Of his token's secret: a name is given again, a secret is not.
    var hash: String?
    public var roles: Set<Role>
    /// Whose orders he may see and publish for; nil: everybody's.
    public var sellers: [SellerID]?
    /// Of the events that he may publish; empty: any.
    var sources: [String] = []

    /// Whoever reaches a daemon that listens on loopback only.
    static let local = Principal(roles: Set(Role.allCases), sellers: nil)

    /// Whoever has no token, where one is needed or makes a difference.
    static let stranger = Principal(roles: [], sellers: [])

    init(name: String? = nil, hash: String? = nil, roles: Set<Role>, sellers: [SellerID]?) {
        (self.name, self.hash, self.roles, self.sellers) = (name, hash, roles, sellers)
    }

    /// - Throws: ``Problem`` where he may not.
    func check(_ role: Role) throws(Problem) {
        // Sellers that cannot be read leave none, and no filter must take that for all.
        guard !roles.contains(role) || sellers == [] else { return }
        throw Problem(
            .forbidden, "forbidden", "The token does not allow this",
            detail: "the token \(name ?? "") has not the role \(role.rawValue)",
            fix: "ask for one with it: firstmile token add NAME --role \(role.rawValue)")
    }

    /// Whether an order or a row of this seller is his to see.
    func maySee(_ seller: SellerID?) -> Bool {
        guard let sellers else { return true }
        return seller.map { sellers.contains($0) } ?? false
    }

    /// For what cannot be told by seller.
    func checkSeesAll(_ what: String) throws(Problem) {
        guard sellers != nil else { return }
        throw Problem(
            .forbidden, "forbidden", "The token does not allow this",
            detail: "\(what) is not told by seller, and the token \(name ?? "") is for some sellers only",
            fix: "ask with a token without --seller")
    }
}
