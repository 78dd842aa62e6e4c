import ArgumentParser
import Vocabulary

/// Times on the command line.
enum Time {
    static func parse(_ text: String, option: String) throws -> Instant {
        guard let instant = Instant(rfc3339: text) else {
            throw ValidationError("\(option): \(text) is no RFC 3339 time such as 2024-05-06T00:00:00Z")
        }
        return instant
    }
}
