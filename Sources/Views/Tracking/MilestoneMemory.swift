import Vocabulary

/// What codes stood for when they were last asked for: a few hundred codes, and millions of scans.
///
/// Bounded, because codes come from outside: what does not fit is asked for each time.
struct MilestoneMemory: ~Copyable {
    private struct Entry {
        let provider: ProviderID
        let code: Token
        let milestone: Milestone?
    }

    private static let most = 4096

    private let entries = Arena<Entry>()
    private var index = DigestIndex(minimumCapacity: 256)

    /// Asks what is not known.
    @inline(__always)
    mutating func milestone(_ provider: ProviderID, _ code: Token, _ ask: () -> Milestone?) -> Milestone? {
        let digest = Token.fold(provider.digest, code.digest ^ 0x9E37_79B9_7F4A_7C15)
        let known = index.find(digest) { entries[$0].code == code && entries[$0].provider == provider }
        if let known { return entries[known].milestone }
        let milestone = ask()
        guard entries.count < Self.most else { return milestone }
        entries.append(Entry(provider: provider, code: code, milestone: milestone))
        index.insert(digest, entries.count - 1)
        return milestone
    }
}
