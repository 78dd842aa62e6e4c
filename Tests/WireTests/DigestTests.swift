import Testing
import Vocabulary

@testable import Wire

struct DigestTests {
    private func digest(_ source: String, _ id: String) -> UInt64 {
        unsafe Array(source.utf8).withUnsafeBytes { source in
            unsafe Array(id.utf8).withUnsafeBytes { id in unsafe Digest.of(source: source, id: id) }
        }
    }

    /// Indexes on disk hold these: they may never change.
    @Test(
        arguments: [
            ("", "", 13_757_469_558_664_262_293), ("erp/dianxiaomi", "u-1", 6_669_785_621_399_926_373),
            ("wms/demo", "01234567-89ab-cdef-0123-456789abcdef", 11_272_477_486_645_074_290),
        ] as [(String, String, UInt64)])
    func `digests are the same on every machine`(source: String, id: String, expected: UInt64) {
        #expect(digest(source, id) == expected)
    }

    @Test func `neighbours differ`() {
        var seen: Set<UInt64> = []
        var count = 0
        for length in 0...70 {
            for letter in ["a", "b", "\0"] {
                let text = String(repeating: letter, count: length)
                for (source, id) in [(text, "x"), ("x", text), (text + "x", ""), ("", text + "x")] {
                    seen.insert(digest(source, id))
                    count += 1
                }
            }
        }
        // Of length 0 there are three alike in each place; ("x","") and ("","x") differ.
        #expect(seen.count >= count - 14)
    }

    @Test func `no byte behind the text counts`() {
        let bytes: [UInt8] = Array("firstmile".utf8) + [1, 2, 3]
        let other: [UInt8] = Array("firstmile".utf8) + [9, 9, 9]
        for length in 0...9 {
            let one = unsafe bytes.withUnsafeBytes {
                unsafe Digest.of(UnsafeRawBufferPointer(rebasing: $0[..<length]))
            }
            let two = unsafe other.withUnsafeBytes {
                unsafe Digest.of(UnsafeRawBufferPointer(rebasing: $0[..<length]))
            }
            #expect(one == two)
        }
    }
}

struct TokenTests {
    @Test func `tokens made here are those of the vocabulary`() {
        var dice = Dice(seed: 3)
        for count in 0...Limits.token {
            for _ in 0..<20 {
                let bytes = (0..<(count + 9)).map { _ in UInt8.random(in: 0...255, using: &dice) }
                unsafe bytes.withUnsafeBytes { all in
                    guard let start = all.baseAddress else { return }
                    let expected = unsafe Token(utf8: UnsafeRawBufferPointer(rebasing: all[..<count]))
                    #expect(unsafe Token(start: start, count: count) == expected)
                }
            }
        }
    }
}
