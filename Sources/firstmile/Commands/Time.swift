import ArgumentParser
import Vocabulary
import Wire

/// Times on the command line.
enum Time {
    static func parse(_ text: String, option: String) throws -> Instant {
        var text = text
        guard let instant = text.withUTF8({ unsafe RFC3339.parse(UnsafeRawBufferPointer($0)) }) else {
            throw ValidationError("\(option): \(text) is no RFC 3339 time such as 2024-05-06T00:00:00Z")
        }
        return instant
    }
}
