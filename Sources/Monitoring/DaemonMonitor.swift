/// What the daemon tells those who watch it. The parts are read when somebody asks; between two questions it costs
/// nothing.
public final class DaemonMonitor: Sendable {
    private let registry: MetricsRegistry
    private let read: @Sendable () -> Standing

    /// - Parameters:
    ///   - registry: with which swift-metrics was bootstrapped.
    ///   - read: looks at all parts now; any thread, several at once. May wait for the disk.
    public init(registry: MetricsRegistry, _ read: @escaping @Sendable () -> Standing) {
        (self.registry, self.read) = (registry, read)
    }

    /// For `/metrics`; see ``MetricsPage/contentType``.
    public func metrics() -> String {
        var page = MetricsPage(read())
        registry.add(to: &page)
        return page.text
    }

    /// For `/health/ready`.
    public func health() -> Health { Health(read()) }
}
