/// One row of the quarantine.
public struct QuarantineEntry: Sendable, Equatable {
    /// Never used again, also after the entry was dropped.
    public var id: Int64
    /// As it was refused for the last time, but for the first time's ``RefusedEvent/refusedAt``.
    public var event: RefusedEvent
    /// Nanoseconds since 1970.
    public var lastRefusedAt: Int64
    /// How often the same bytes were refused for the same reason.
    public var times: Int64
    /// What became of it when it was sent again; nil until it was taken.
    public var resent: Resent?

    /// An entry that was sent again.
    public struct Resent: Sendable, Equatable {
        /// Nanoseconds since 1970.
        public var at: Int64
        /// `recorded` or `duplicate`.
        public var status: String
        /// In the log.
        public var position: UInt64

        public init(at: Int64, status: String, position: UInt64) {
            self.at = at
            self.status = status
            self.position = position
        }
    }
}
