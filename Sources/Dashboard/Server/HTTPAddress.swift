/// Where the pages and the API are, such as `127.0.0.1:7780` or `[::1]:7780`.
public struct HTTPAddress: Sendable, Equatable {
    public var host: String
    /// 0: one that is free.
    public var port: Int

    /// Nil for what is no address with a port; `*` for the port takes a free one.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = String(text[..<colon])
        let port = text[text.index(after: colon)...]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, let number = port == "*" ? 0 : Int(port), (0...65_535).contains(number) else {
            return nil
        }
        (self.host, self.port) = (host, number)
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { Self.isLoopback(host) }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.split(separator: ".").count == 4
                && host.allSatisfy { $0.isNumber || $0 == "." })
    }

    /// As a URL's authority.
    public var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
