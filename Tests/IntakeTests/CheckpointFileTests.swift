import EventLog
import Foundation
import Testing

@testable import Intake

struct CheckpointFileTests {
    @Test func `no byte of a checkpoint can change unseen`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "checkpoint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let disk = try Disk(folder.path)
        let content = (0..<700).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let mark = LogMark(epoch: 1, position: 2, hash: 3)
        var writer = try CheckpointWriter(in: disk)
        try unsafe content.withUnsafeBytes { try unsafe writer.write($0) }
        let size = try writer.finish(layout: 5, mark: mark)
        let file = folder.appending(path: CheckpointFile.name)
        let whole = try Data(contentsOf: file)
        #expect(whole.count == size)
        #expect(try read(disk) == content)
        for place in 0..<size {
            for bit in [0, 7] {
                var bytes = whole
                bytes[place] ^= 1 << UInt8(bit)
                try bytes.write(to: file)
                #expect(throws: CheckpointRefusal.self, "byte \(place)") { try read(disk) }
            }
        }
        for bytes in [whole.dropLast(), whole + [0], whole.prefix(100)] {
            try bytes.write(to: file)
            #expect(throws: CheckpointRefusal.self) { try read(disk) }
        }
    }

    private func read(_ disk: Disk) throws -> [UInt8] {
        let file = try CheckpointReader(in: disk, layout: 5)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
        try file.finish()
        return Array(bytes[..<count])
    }
}
