import Foundation
import Testing

@testable import Index

@Suite(.timeLimit(.minutes(10)))
struct RefusalTests {
    @Test func `a directory that cannot be made is told with its path`() {
        #expect(throws: IndexError.system(operation: "create", path: "/proc/none/here", code: 2)) {
            try FingerprintIndex.create(in: "/proc/none/here")
        }
    }

    @Test func `a disk that refuses stops insertions and is asked again`() throws {
        let scratch = try Scratch()
        let index = try FingerprintIndex.create(in: scratch.path, options: tiny)
        // With a directory in the file's place the run cannot be created.
        let obstacle = "\(scratch.path)/run-0-0.partial"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
        var entered: [UInt64] = []
        #expect(throws: IndexError.self) {
            for number in 0..<100 {
                try index.insert(UInt64(number), UInt64(number))
                entered.append(UInt64(number))
            }
        }
        #expect(entered.count == 16)
        #expect(index.failure != nil)
        try FileManager.default.removeItem(atPath: obstacle)
        while (try? index.insert(16, 16)) == nil { usleep(1000) }
        for number in 0...16 { #expect(try index.values(of: UInt64(number)) == [UInt64(number)]) }
        #expect(index.failure == nil)
        try index.close()
    }
}
