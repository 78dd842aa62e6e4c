import Testing

struct CodeOnlyTests {
    @Test(arguments: [
        (#"let a = b! // c!"#, "let a = b! "),
        (#"say("no! \(really!) no!")"#, "say(       really!      )"),
        (##"let raw = #"a "quoted" word!"# + x"##, "let raw =                      + x"),
        ("a /* b! /* c! */ d! */ e", "a                      e"),
        ("func `stop it!`() {}", "func           () {}"),
        (#"let quote = "\"!" + z"#, "let quote =       + z"),
    ])
    func `comments, texts and quoted names are not code`(text: String, expected: String) {
        #expect(CodeOnly.lines(of: text)[0].trimmingSuffix == expected.trimmingSuffix)
    }

    @Test func `a text over several lines keeps the lines in step`() {
        let lines = CodeOnly.lines(of: "a = \"\"\"\n  b!\n  \"\"\"\nc")
        #expect(lines.count == 4)
        #expect(!lines.joined().contains("b"))
        #expect(lines[3] == "c")
    }
}

extension String {
    fileprivate var trimmingSuffix: Substring {
        self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)]
    }
}
