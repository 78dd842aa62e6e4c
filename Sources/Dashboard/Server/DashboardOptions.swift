/// How the pages and the API are served.
public struct DashboardOptions: Sendable {
    public var address: HTTPAddress
    /// A certificate chain and its key in PEM; nil: plain HTTP.
    public var tls: (certificate: String, key: String)?
    /// Also on loopback nobody is let in without one, as behind a proxy that does not say that it is one.
    public var needsTokens = false
    /// For a request to be there as a whole, for a client to take something of its answer, and between two requests.
    public var patience = Duration.seconds(30)

    public init(address: HTTPAddress, tls: (certificate: String, key: String)? = nil) {
        (self.address, self.tls) = (address, tls)
    }

    /// As browsers write it.
    func url(port: Int) -> String {
        var address = address
        address.port = port
        return "\(tls == nil ? "http" : "https")://\(address.text)"
    }
}
