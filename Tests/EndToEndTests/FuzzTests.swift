import Foundation
import Testing

/// A short run of what `make fuzz` does for longer.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct FuzzTests {
    @Test(arguments: [
        ("json", 1500), ("protobuf", 5000), ("protocol", 600), ("feed", 3000), ("log", 150), ("rulebook", 25),
    ])
    func `damaged input is refused or read, and nothing falls`(target: String, cases: Int) throws {
        let program = Daemon.executable.deletingLastPathComponent().appending(path: "Fuzz").path
        let seed = UInt32.random(in: 0...UInt32.max)
        let run = try Command(
            program, ["--target", target, "--cases", "\(cases)", "--seed", "\(seed)"])
        #expect(run.status == 0, "seed \(seed): \(run.text)\(run.errors)")
        #expect(run.text.contains("\(target): \(cases) cases"), "\(run.text)")
    }
}
