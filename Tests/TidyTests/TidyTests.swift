import Testing

/// The house rules that neither the compiler nor the formatter knows.
struct TidyTests {
    @Test func `the tests see the sources`() {
        #expect(SourceFile.sources.count > 20)
        #expect(SourceFile.tests.contains { $0.path.hasSuffix("TidyTests/TidyTests.swift") })
    }

    @Test(arguments: (SourceFile.sources + SourceFile.tests).filter { !$0.isGenerated })
    func `a file can be read in one sitting`(file: SourceFile) {
        #expect(file.lines.count <= 300, "\(file.path): split it along the domain")
    }

    @Test(arguments: (SourceFile.sources + SourceFile.tests).filter { !$0.isGenerated })
    func `nothing is left for later in a comment`(file: SourceFile) {
        // Put together here, so that this file does not find itself.
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        for (number, line) in zip(1..., file.lines) where marks.contains(where: line.contains) {
            Issue.record("\(file.path):\(number): \(line)")
        }
    }

    /// The formatter says so too, but leaves tests out.
    @Test(arguments: SourceFile.swift)
    func `nothing is unwrapped or tried by force`(file: SourceFile) {
        let places = file.places(where: forces)
        #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
    }

    @Test(arguments: SourceFile.sources.filter { $0.isSwift && !$0.isGenerated })
    func `a public type says what it is for`(file: SourceFile) {
        for (index, line) in file.code.enumerated() where declaresPublicType(line) {
            // Attributes may stand between the comment and its declaration.
            let before = file.lines[..<index].reversed().lazy.map { $0.drop { $0 == " " } }
                .first { !$0.hasPrefix("@") }
            #expect(
                before?.hasPrefix("///") == true || before?.hasPrefix("*/") == true,
                "\(file.path):\(index + 1): \(line)")
        }
    }

    @Test(
        arguments: [
            ("let a = b!", true), ("try! open()", true), ("x as! Int", true), ("var a: Int!", true),
            ("a[0]!.b", true), ("f()!", true), ("a != b", false), ("!isEmpty", false), ("a !== b", false),
            ("if x, !y", false), ("(!z)", false), ("a! = 1", true), ("#if !DEBUG", false),
        ]
    )
    func `force is told from negation`(line: String, isForce: Bool) {
        #expect(forces(line) == isForce)
    }
}

/// Whether an exclamation mark stands behind a word or a bracket, and is not the start of `!=`.
private func forces(_ line: String) -> Bool {
    let bytes = Array(line.utf8)
    return bytes.indices.dropFirst().contains { index in
        guard bytes[index] == UInt8(ascii: "!") else { return false }
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "=") { return false }
        let before = Character(Unicode.Scalar(bytes[index - 1]))
        return before.isLetter || before.isNumber || "_)]}>?".contains(before)
    }
}

/// Nested types count: whoever can name a type should be able to look it up.
private func declaresPublicType(_ line: String) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace)
    let modifiers: Set<Substring> = ["final", "indirect", "nonisolated", "distributed", "unsafe", "open"]
    let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol"]
    guard let access = words.firstIndex(where: { $0 == "public" || $0 == "open" }) else { return false }
    return words[(access + 1)...].first { !modifiers.contains($0) }.map(kinds.contains) ?? false
}
