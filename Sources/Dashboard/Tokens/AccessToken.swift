/// A token as it is kept: everything but the secret itself.
public struct AccessToken: Codable, Sendable, Equatable {
    /// What people call it.
    public var name: String
    /// SHA-256 of the secret. The secret is 256 random bits, so that nothing slower is needed to keep it from being guessed.
    public var hash: String
    public var roles: [Role]
    /// Empty: all.
    public var sellers: [String]
    /// Of the events that it may publish; none, or nil as in older files: any.
    public var sources: [String]?
    /// RFC 3339.
    public var createdAt: String

    public init(
        name: String, hash: String, roles: [Role], sellers: [String], sources: [String], createdAt: String
    ) {
        (self.name, self.hash, self.roles) = (name, hash, roles)
        (self.sellers, self.sources, self.createdAt) = (sellers, sources, createdAt)
    }
}
