import Foundation
import Testing

/// One file of the repository, read once, as the tidy tests look at it.
struct SourceFile: Sendable, CustomTestStringConvertible {
    /// From the top of the repository, such as `Sources/Wire/EventDecoder.swift`.
    let path: String
    let lines: [Substring]
    /// The same lines with comments and texts blanked: what the compiler acts on.
    let code: [String]

    var testDescription: String { path }
    var isSwift: Bool { path.hasSuffix(".swift") }
    /// Written by a generator, which has a style of its own.
    var isGenerated: Bool { path.hasSuffix(".pb.swift") }
    /// The folder under `Sources` or `Tests`.
    var module: String { String(path.split(separator: "/").dropFirst().first ?? "") }

    /// Line numbers (from 1) of the code that `matches`, for a message that can be clicked.
    func places(where matches: (String) -> Bool) -> [String] {
        code.enumerated().filter { matches($0.element) }
            .map { "\(path):\($0.offset + 1): \(lines[$0.offset])" }
    }
}

extension SourceFile {
    static let sources = all(under: "Sources")
    static let tests = all(under: "Tests")
    static let swift = (sources + tests).filter { $0.isSwift && !$0.isGenerated }

    /// The top of the repository: this file lies in `Tests/TidyTests`.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static let endings: Set = ["swift", "c", "cc", "cpp", "h", "hpp", "py"]

    private static func all(under folder: String) -> [SourceFile] {
        let urls = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (urls?.allObjects as? [URL] ?? [])
            .filter { endings.contains($0.pathExtension) }
            .compactMap { url in
                guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
                return SourceFile(path: String(url.path.dropFirst(root.path.count + 1)), text: text)
            }
            .sorted { $0.path < $1.path }
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = CodeOnly.lines(of: text)
    }
}
