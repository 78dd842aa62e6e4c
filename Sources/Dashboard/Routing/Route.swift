public import HTTPTypes
public import Hummingbird

/// One thing that can be asked: its place, who may, and how it is answered.
public struct Route: Sendable {
    public let method: HTTPRequest.Method
    /// As the OpenAPI document writes it, such as `/api/v1/views/{name}`.
    public let path: String
    /// Who may; nil: everybody.
    public let role: Role?
    /// Of the body, in bytes.
    public let limit: Int
    let answer: @Sendable (Call) async throws -> Response

    public init(
        _ method: HTTPRequest.Method, _ path: String, role: Role?, limit: Int = 64 << 10,
        _ answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        (self.method, self.path, self.role, self.limit) = (method, path, role, limit)
        self.answer = answer
    }

    /// Something to look at.
    public static func get(
        _ path: String, role: Role? = .read, _ answer: @escaping @Sendable (Call) async throws -> Response
    ) -> Route { Route(.get, path, role: role, answer) }

    /// Something to be done.
    public static func post(
        _ path: String, role: Role, limit: Int = 64 << 10,
        _ answer: @escaping @Sendable (Call) async throws -> Response
    ) -> Route { Route(.post, path, role: role, limit: limit, answer) }

    public static func delete(
        _ path: String, role: Role, _ answer: @escaping @Sendable (Call) async throws -> Response
    ) -> Route { Route(.delete, path, role: role, answer) }
}

/// What somebody may do. Nobody has a role because he has another one.
public enum Role: String, Sendable, CaseIterable, Codable {
    /// Looks at everything but what was refused.
    case read
    /// Sees what was refused, sends it again, tries rulebooks.
    case ops
    /// Publishes events.
    case publish
}
