/// Whose clock is believed (R24): publishers by the beginning of their CloudEvents `source`.
public struct TrustedSources: Sendable {
    /// As written in the file.
    public let patterns: [String]
    public var clause: String
    /// Beginnings of sources, in UTF-8; an empty one trusts everybody.
    private let prefixes: [[UInt8]]
    private let whole: [[UInt8]]

    /// `*` trusts everybody, a trailing `*` marks a prefix, anything else is a whole source.
    public init(patterns: [String], clause: String) {
        self.patterns = patterns
        self.clause = clause
        prefixes = patterns.filter { $0.hasSuffix("*") }.map { Array($0.utf8.dropLast()) }
        whole = patterns.filter { !$0.hasSuffix("*") }.map { Array($0.utf8) }
    }

    /// Whether nobody needs to be asked about.
    public var trustsEverybody: Bool { prefixes.contains([]) }

    /// Whether the times that a CloudEvents `source` gives are believed (R24). Its bytes are UTF-8; nothing is kept
    /// of them.
    public func isTrusted(_ source: UnsafeRawBufferPointer) -> Bool {
        for prefix in prefixes where unsafe source.starts(with: prefix) { return true }
        for known in whole where unsafe source.elementsEqual(known) { return true }
        return false
    }

    public func isTrusted(_ source: String) -> Bool {
        var copy = source
        return copy.withUTF8 { unsafe isTrusted(UnsafeRawBufferPointer($0)) }
    }
}
