import Foundation
import Vocabulary
import Wire

/// A view that somebody wrote in SQL: a folder with the view's name and a `view.sql` in it. Tables, and what each event does
/// to them. Checked when it is read; see `Schemas/projections`.
public struct SQLProjection: Sendable {
    /// One statement, and what it wants to know of a record, in the order of its parameters.
    struct Handler: Sendable {
        var sql: String
        var parameters: [SQLParameter]
    }

    public let name: String
    /// Of the text: another text is another version, and rebuilt.
    public let version: Int
    /// The folder's file.
    public let path: String
    let tables: [String]
    /// Those for queries: made last in a rebuild.
    let indexes: [String]
    let handlers: [EventType: [Handler]]

    static let file = "view.sql"

    /// Reads and checks a folder.
    ///
    /// - Throws: ``SQLProblems`` with every problem found, each with its place and what would be right.
    public init(folder: String) throws {
        path = "\(folder)/\(Self.file)"
        name = (folder as NSString).lastPathComponent
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SQLProblems([SQLProblem(path: path, what: "there is no such file, or it is not UTF-8")])
        }
        if let wrong = Self.problem(with: name) { throw SQLProblems([SQLProblem(path: path, what: wrong)]) }
        let bytes = Array(text.utf8)
        let digest = unsafe bytes.withUnsafeBytes { unsafe Digest.of($0) }
        version = Int(truncatingIfNeeded: digest & UInt64(Int.max))
        let script = SQLScript(bytes)
        var check = try SQLCheck(path: path, bytes)
        (tables, indexes, handlers) = try check.run(script)
    }

    /// Every folder of `directory`, by name; none where there is no such directory.
    ///
    /// - Throws: ``SQLProblems`` with those of all folders.
    public static func all(in directory: String) throws -> [SQLProjection] {
        let files = FileManager.default
        guard files.fileExists(atPath: directory) else { return [] }
        var problems: [SQLProblem] = []
        let names = try files.contentsOfDirectory(atPath: directory).filter { !$0.hasPrefix(".") }.sorted()
        let found = names.compactMap { name -> SQLProjection? in
            var isFolder = ObjCBool(false)
            let folder = "\(directory)/\(name)"
            guard unsafe files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                return nil
            }
            do {
                return try SQLProjection(folder: folder)
            } catch let error as SQLProblems {
                problems += error.all
            } catch {
                problems.append(SQLProblem(path: folder, what: String(describing: error)))
            }
            return nil
        }
        guard problems.isEmpty else { throw SQLProblems(problems) }
        return found
    }

    private static func problem(with name: String) -> String? {
        let letters = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
        }
        guard letters, name.utf8.first.map({ $0 >= 0x61 }) ?? false, name.utf8.count <= 40 else {
            return
                "'\(name)' is no name for a view: at most 40 of a to z, 0 to 9 and -, beginning with a letter"
        }
        guard !builtIn.contains(name) else {
            return "the view '\(name)' is built in: name the folder otherwise"
        }
        return nil
    }

    private static let builtIn: Set<String> = [
        Compliance.name, Anomalies.name, Score.name, Exemptions.name, Onboarding.name, Fees.name, "network",
    ]
}

/// What is wrong with a projection, where, and what would be right.
public struct SQLProblem: Sendable, Equatable, CustomStringConvertible {
    public var path: String
    /// From 1; nil where it is about the whole file.
    public var line: Int?
    public var column: Int?
    public var what: String

    public var description: String {
        let place = line.map { ":\($0)" + (column.map { ":\($0)" } ?? "") } ?? ""
        return "\(path)\(place): \(what)"
    }
}

/// Everything that is wrong with projections.
public struct SQLProblems: Error, CustomStringConvertible {
    public let all: [SQLProblem]

    init(_ all: [SQLProblem]) { self.all = all }

    public var description: String { all.map(\.description).joined(separator: "\n") }
}
