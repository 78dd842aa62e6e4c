import CPhoneNumbers

/// Strict E.164 for a destination (R18), by Google's libphonenumber, with a bounded memory of what it said.
///
/// A text that is strict is known by the library's own patterns, compiled by PCRE2, in about 0.1 microseconds, where
/// the library takes three. Of any other the library is asked, which takes ten, and its verdict is remembered. Not
/// sendable: one owner, so that a remembered one costs no lock.
public final class PhoneNumbers {
    private var cache: VerdictCache

    /// - Parameter remembered: verdicts held at most, rounded up to a power of two; 72 bytes each, so 1.2 MB
    ///   as it stands. The memory is touched as it fills.
    public init(remembered: Int = 16_384) {
        cache = VerdictCache(entries: remembered)
    }

    /// Verdicts held at most.
    public var capacity: Int { cache.capacity }

    /// Whether `text` (UTF-8, as the publisher sent it) is strict E.164 for `region`, and if not, what would
    /// be.
    ///
    /// The answer depends on ``metadataVersion``, which is to be recorded beside it.
    public func check(_ text: UnsafeRawBufferPointer, region: Region) -> NumberVerdict {
        if unsafe Self.isPlain(text, region: region) { return .ok }
        let key = unsafe cache.key(for: text, in: region)
        if let key, let known = cache.verdict(for: key) { return known }
        let verdict = unsafe Self.ask(text, region: region)
        if let key { cache.keep(verdict, for: key) }
        return verdict
    }

    /// The same of a text that is held as a `String`.
    public func check(_ text: some StringProtocol, region: Region) -> NumberVerdict {
        var copy = String(text)
        return copy.withUTF8 { unsafe check(UnsafeRawBufferPointer($0), region: region) }
    }

    /// Makes the library load its metadata and compile the patterns of `regions`, so that no publisher waits
    /// for it.
    public static func warmUp(regions: [Region]) {
        for region in regions {
            // A national and an international text, because they go through different patterns.
            for text in ["612345678", "+34612345678"] {
                var copy = text
                _ = copy.withUTF8 { unsafe ask(UnsafeRawBufferPointer($0), region: region) }
            }
        }
    }

    /// The version of the metadata the verdicts come from, e.g. "8.12.57".
    ///
    /// The library does not tell its version, so the metadata themselves are recognised by a digest; unknown
    /// ones are named by it ("metadata-0123456789abcdef"), so that a record still says which metadata gave
    /// the verdict.
    public static let metadataVersion: String = {
        let digest = firstmile_phone_metadata_digest()
        if let version = knownMetadata[digest] { return version }
        let hex = String(digest, radix: 16)
        return "metadata-" + String(repeating: "0", count: 16 - hex.count) + hex
    }()

    /// True: the library would call it strict. False says nothing.
    static func isPlain(_ text: UnsafeRawBufferPointer, region: Region) -> Bool {
        unsafe withLetters(of: region) {
            unsafe firstmile_phone_is_plain(text.characters, text.count, $0) != 0
        }
    }

    /// What the library itself says.
    static func ask(_ text: UnsafeRawBufferPointer, region: Region) -> NumberVerdict {
        let answer = unsafe withLetters(of: region) { letters in
            unsafe firstmile_phone_check(text.characters, text.count, letters)
        }
        if answer.is_strict != 0 { return .ok }
        guard answer.e164_length > 0 else { return .wrong(fix: nil) }
        return unsafe withUnsafeBytes(of: answer.e164) { bytes in
            .wrong(fix: unsafe E164(UnsafeRawBufferPointer(rebasing: bytes[..<Int(answer.e164_length)])))
        }
    }
}

/// Lends a region's two letters.
@inline(__always)
private func withLetters<Result>(of region: Region, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let letters: [2 of CChar] = [CChar(region.rawValue >> 8), CChar(region.rawValue & 0xFF)]
    return unsafe letters.span.withUnsafeBufferPointer { letters in
        guard let start = letters.baseAddress else { preconditionFailure("a region has two letters") }
        return unsafe body(start)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var characters: UnsafePointer<CChar>? {
        unsafe baseAddress?.assumingMemoryBound(to: CChar.self)
    }
}

/// Digests of the metadata of known versions. Add the installed one here when the library is raised.
private let knownMetadata: [UInt64: String] = [
    0x886E_BA90_B953_DB99: "8.12.57"
]
