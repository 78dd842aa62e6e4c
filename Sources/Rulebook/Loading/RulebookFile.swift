import Digests
import Foundation
import Vocabulary

/// A rulebook as it was read: the value, and the text it came from, with the text's name.
public struct RulebookFile: Sendable {
    public let rules: Rulebook
    /// SHA-256 of ``content`` in lower-case hexadecimal. Its first eight digits are in ``Rulebook/identity``.
    public let hash: String
    /// The whole text, the files it refers to included: ``parse(content:file:)`` gives the same rulebook again.
    ///
    /// What a `rulebook-activated` event carries.
    public let content: String

    /// The main document alone, as its author wrote it.
    public var mainText: String {
        content.range(of: "\n---\nattachment: ").map { String(content[..<$0.lowerBound]) + "\n" } ?? content
    }

    /// The longest ``content``, in bytes: what one event may carry, a payload frame of 1 MiB with its envelope.
    public static let sizeLimit = (1 << 20) - 4096

    /// The rulebook that is built into the program: it needs no file.
    ///
    /// That it is sound is a test's business; here an unsound one is a programming error.
    public static let shipped: RulebookFile = {
        do {
            return try read(ShippedFiles.text(named: mainName), file: mainName, fetch: ShippedFiles.text)
        } catch {
            preconditionFailure("the shipped rulebook cannot be read:\n\(error)")
        }
    }()

    private static let mainName = "firstmile-2023-11.yaml"

    /// Reads a rulebook from disk, and the files it refers to from its folder.
    public static func load(path: String) throws(RulebookError) -> RulebookFile {
        let folder = URL(filePath: path).deletingLastPathComponent()
        return try read(contents(of: path), file: path) { (name: String) throws(RulebookError) in
            try contents(of: folder.appending(path: name).path)
        }
    }

    /// Reads a rulebook that came as one text, such as an event's.
    ///
    /// - Parameter file: what problems name.
    public static func parse(content: String, file: String = "rulebook") throws(RulebookError) -> RulebookFile
    {
        try read(content, file: file) { (name: String) throws(RulebookError) in
            throw .unreadable(path: name, reason: "it is not part of the text that refers to it")
        }
    }

    private static func read(
        _ text: String, file: String, fetch: @escaping RulebookText.Fetch
    ) throws(RulebookError) -> RulebookFile {
        let text = try RulebookText(text, file: file)
        let parts = text.attachments
        var reader = RulebookReader(text) { (name: String) throws(RulebookError) in
            if let part = parts[name] { return part }
            return try fetch(name)
        }
        var rules = try reader.read()
        let content = text.joined(with: reader.used)
        guard content.utf8.count <= sizeLimit else {
            throw .invalid([
                RulebookProblem(
                    file: file, line: 1, column: 1, path: "", wrong: "has \(content.utf8.count) bytes in all",
                    right: "at most \(sizeLimit), the files it refers to included")
            ])
        }
        let hash = SHA256.hexadecimal(of: content)
        if let identity = Token("\(rules.name)@\(hash.prefix(8))") { rules.identity = identity }
        return RulebookFile(rules: rules, hash: hash, content: content)
    }

    private static func contents(of path: String) throws(RulebookError) -> String {
        do {
            return try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
    }
}
