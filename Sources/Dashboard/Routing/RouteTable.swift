import HTTPTypes
import Hummingbird

/// The routes as Hummingbird's router: every request is admitted first, then answered.
struct RouteTable {
    let router: Router<DoorContext>

    init(_ routes: [Route], house: House, guarding: Guard) {
        router = Router(context: DoorContext.self)
        router.add(middleware: Manners(door: guarding, house: house))
        for route in routes {
            let answer = Self.answer(route, house, guarding)
            router.on(RouterPath(route.path), method: route.method, use: answer)
            guard route.method == .get else { continue }
            router.on(RouterPath(route.path), method: .head) { request, context in
                try await answer(request, context).createHeadResponse()
            }
        }
        refuseOtherMethods(routes)
    }

    /// Admits, then answers.
    private static func answer(
        _ route: Route, _ house: House, _ guarding: Guard
    ) -> @Sendable (Request, DoorContext) async throws -> Response {
        let names = names(in: route.path)
        return { request, context in
            let principal = try guarding.admit(request, from: context.peer, for: route.role)
            var values: [String: String] = [:]
            for name in names {
                // A plus is a plus in a path.
                let value = (context.parameters.get(name) ?? "").replacing("+", with: "%2B")
                values[name] = try Query.decoded(value[...], in: name)
            }
            return try await route.answer(
                Call(
                    request, house: house, principal: principal, names: values, limit: route.limit,
                    door: guarding, peer: context.peer, logger: context.logger))
        }
    }

    /// Whoever asks with a wrong method is told the right ones.
    private func refuseOtherMethods(_ routes: [Route]) {
        let methods: [HTTPRequest.Method] = [
            .get, .head, .post, .put, .delete, .patch, .options, .trace, .connect, .query,
        ]
        for (path, routes) in Dictionary(grouping: routes, by: \.path) {
            let own = Set(routes.map(\.method))
            let allowed = own.contains(.get) ? own.union([.head]) : own
            for method in methods where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { request, _ -> Response in
                    throw Problem.wrongMethod(
                        method.rawValue, request.uri.path, allowed: allowed.map(\.rawValue))
                }
            }
        }
    }

    private static func names(in path: String) -> [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map {
            String($0.dropFirst().dropLast())
        }
    }
}
