import Foundation
import HTTPTypes
import Testing
import Yams

@testable import Dashboard

struct OpenAPITests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func document() throws -> [String: Any] {
        let text = try String(contentsOf: root.appending(path: "Schemas/openapi.yaml"), encoding: .utf8)
        return try #require(try Yams.load(yaml: text) as? [String: Any])
    }

    /// Such as `GET /api/v1/status`.
    private static func described() throws -> Set<String> {
        let paths = try #require(try document()["paths"] as? [String: [String: Any]])
        return Set(paths.flatMap { path, operations in operations.keys.map { "\($0.uppercased()) \(path)" } })
    }

    @Test func `every route of the API is described, and everything described is there`() throws {
        let routes = Routes.all().filter { $0.path.hasPrefix("/api/") }.map {
            "\($0.method.rawValue) \($0.path)"
        }
        #expect(Set(routes).count == routes.count, "a route is there twice")
        #expect(try Self.described() == Set(routes))
    }

    @Test func `whoever looks needs read, whoever changes needs more`() {
        for route in Routes.all() where route.path.hasPrefix("/api/") {
            #expect(route.role != nil, "\(route.path) is open to everybody")
            #expect(route.method == .get || route.role != .read, "\(route.path) changes something")
        }
    }
}
