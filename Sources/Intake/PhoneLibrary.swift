public import Decisions
import PhoneNumbers
public import Vocabulary

/// Google's numbering plans as the gate asks for them (R18).
public struct PhoneLibrary: PhoneChecking {
    private let numbers: PhoneNumbers

    /// Loads the metadata: some milliseconds, so once and at start.
    public init() {
        numbers = PhoneNumbers()
        numbers.warmUp()
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
