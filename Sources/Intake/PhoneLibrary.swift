public import Decisions
import PhoneNumbers
public import Vocabulary

/// Google's numbering plans as the gate asks for them (R18).
public struct PhoneLibrary: PhoneChecking {
    private let numbers: PhoneNumbers
    public let metadata: Token

    /// Loads the metadata of these destinations: some milliseconds each, so once and at start.
    public init(destinations: [Country]) {
        numbers = PhoneNumbers()
        metadata = Token(PhoneNumbers.metadataVersion) ?? "unknown"
        PhoneNumbers.warmUp(regions: destinations.map { Region(rawValue: $0.rawValue) })
    }

    public func check(_ phone: Token, for destination: Country) -> PhoneVerdict {
        let verdict = unsafe phone.withBytes {
            unsafe numbers.check($0, region: Region(rawValue: destination.rawValue))
        }
        switch verdict {
        case .ok: return .valid
        case .wrong(let fix): return .wrong(fix: fix?.text)
        }
    }
}
