import Foundation
import Testing

/// A log whose bytes are no longer what was written: said with its place, and left as it is.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct DamageTests {
    @Test func `a flipped bit stops the daemon with 70 and the exact place, and changes nothing`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(Sample.order)
        try daemon.settle()
        let data = daemon.directory.path
        let well = try Command.firstmile("doctor", "--data", data)
        #expect(well.status == 0, "\(well.text)")
        for words in ["whole: ", "view compliance", "up to date", "answers at \(try daemon.endpoint)"] {
            #expect(well.text.contains(words), "\(words) is not in\n\(well.text)")
        }
        #expect(daemon.stop() == 0)

        let segment = daemon.directory.appending(path: "log/00000000000000000000.segment")
        var bytes = try Data(contentsOf: segment)
        // Behind the headers of the segment and of its first frame: Schemas/log/README.md.
        bytes[80 + 56 + 20] ^= 1
        try bytes.write(to: segment)
        let place = "\(segment.path), offset 136, position 0"

        let serve = try Command.firstmile("serve", "--data", data, "--intake", "tcp://127.0.0.1:*")
        let verify = try Command.firstmile("log", "verify", "--data", data)
        let doctor = try Command.firstmile("doctor", "--data", data, "--to", "tcp://127.0.0.1:1")
        #expect(serve.status == 70 && serve.errors.contains(place), "\(serve.status): \(serve.errors)")
        #expect(verify.status == 70 && verify.text.contains(place), "\(verify.status): \(verify.text)")
        #expect(doctor.status == 1 && doctor.text.contains(place), "\(doctor.status): \(doctor.text)")
        #expect(try Data(contentsOf: segment) == bytes, "nothing was changed")

        bytes[80 + 56 + 20] ^= 1
        try bytes.write(to: segment)
        try daemon.start()
        #expect(try daemon.publish(Sample.order).status == 0, "mended by hand, it goes on")
        #expect(daemon.stop() == 0)
    }

    @Test func `what a crash left unfinished is cut, told once, and never was acknowledged`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(Sample.order)
        try daemon.settle()
        let records = try daemon.records().count
        #expect(daemon.stop() == 0)
        let segment = daemon.directory.appending(path: "log/00000000000000000000.segment")
        let figures = try Command.firstmile(
            "log", "stat", "--format", "json", "--data", daemon.directory.path)
        let used = try #require(figures.objects.first?["usedBytes"] as? Int)
        var bytes = try Data(contentsOf: segment)
        // A frame's beginning, torn off.
        bytes.replaceSubrange(used..<(used + 40), with: repeatElement(0x31, count: 40))
        try bytes.write(to: segment)
        let verify = try Command.firstmile("log", "verify", "--data", daemon.directory.path)
        #expect(verify.status == 0 && verify.text.contains("unfinished"), "\(verify.text)")
        try daemon.start()
        #expect(daemon.said.contains("never acknowledged"), "\(daemon.said)")
        #expect(try daemon.records().count == records)
        #expect(daemon.stop() == 0)
        let again = try Command.firstmile("log", "verify", "--data", daemon.directory.path)
        #expect(again.status == 0 && !again.text.contains("unfinished"), "\(again.text)")
    }
}
