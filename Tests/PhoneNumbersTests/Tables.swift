import Foundation
import PhoneNumbers
import Testing

/// A row of Fixtures/cases_9.0.43.csv: a text, the destination, and what metadata 9.0.43 says of it.
struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let region: Region
    let isStrict: Bool
    /// What it should have been; nil where the number is not valid at all.
    let fix: String?
    var testDescription: String { text }

    static func all() throws -> [Case] {
        try rows(of: "cases_9.0.43.csv").map { row in
            // Without a region to read it in, the text names its country itself: that is the destination.
            let region = row[1].isEmpty ? row[6] : row[1]
            guard let region = Region(region) else { throw Malformed(row: row) }
            return Case(
                text: row[0], region: region, isStrict: row[2] == "true", fix: row[4] == "True" ? row[5] : nil
            )
        }
    }
}

/// A row of Fixtures/libphonenumber_examples_9.0.43.csv: the library's own example of a kind of number.
struct Example: Sendable, CustomTestStringConvertible {
    let region: Region
    let kind: String
    let e164: String
    let isValid: Bool
    var testDescription: String { "\(kind) \(e164)" }

    static func all() throws -> [Example] {
        try rows(of: "libphonenumber_examples_9.0.43.csv").map { row in
            guard let region = Region(row[0]) else { throw Malformed(row: row) }
            return Example(region: region, kind: row[1], e164: row[2], isValid: row[3] == "valid")
        }
    }
}

/// A row of Fixtures/regions_8.12.57.csv: a region of the library's metadata, its calling code and a number there.
struct CallingCode: Sendable {
    let region: Region
    let code: String
    /// Without the calling code.
    let example: String

    static func all() throws -> [CallingCode] {
        try rows(of: "regions_8.12.57.csv").map { row in
            guard let region = Region(row[0]) else { throw Malformed(row: row) }
            return CallingCode(region: region, code: row[1], example: row[2])
        }
    }
}

struct Malformed: Error { let row: [String] }

private func rows(of name: String) throws -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
    return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
}

extension NumberVerdict {
    /// The fix as text, for comparing.
    var fix: String? {
        switch self {
        case .ok: nil
        case .wrong(let fix): fix?.text
        }
    }
}
