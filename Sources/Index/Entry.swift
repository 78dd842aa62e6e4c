/// One pair as it lies in tables and runs: 16 bytes, so that four share a cache line and 256 a page.
struct Entry: BitwiseCopyable {
    /// The mixed fingerprint, see ``Mixing/key(of:)``.
    var key: UInt64
    var value: UInt64

    static let stride = 16
    /// Entries read at once from a run.
    static let perPage = 256
}
