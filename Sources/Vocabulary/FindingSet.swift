/// Codes of findings, one bit each by ``FindingCode/number``.
public struct FindingSet: OptionSet, Sendable, Hashable, BitwiseCopyable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public init(_ code: FindingCode) { rawValue = 1 << UInt32(code.number) }

    /// The codes of some findings, whatever else they say.
    public init(_ findings: [Finding]) {
        rawValue = findings.reduce(0) { $0 | 1 << UInt32($1.code.number) }
    }

    /// In the order of their names.
    public var codes: [FindingCode] { FindingCode.allCases.filter { contains(Self($0)) }.sorted() }
}
