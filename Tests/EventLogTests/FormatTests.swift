import CChecksum
import EventLog
import Testing

/// The bytes as Schemas/log/README.md draws them, read without the log's own code: a change here is a new version.
struct FormatTests {
    let bytes: [UInt8]

    init() throws {
        bytes = try #require(try FaultyDisk.closed([["one", "three"]])[FaultyDisk.first])
    }

    private func number(_ offset: Int, _ count: Int) -> UInt64 {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func checksum(_ range: Range<Int>) -> UInt64 {
        unsafe Array(bytes[range]).withUnsafeBytes {
            UInt64(unsafe firstmile_crc32c($0.baseAddress, $0.count))
        }
    }

    private func hash(_ range: Range<Int>) -> UInt64 {
        unsafe Array(bytes[range]).withUnsafeBytes { unsafe firstmile_hash64($0.baseAddress, $0.count) }
    }

    @Test func `a segment begins with its header`() {
        #expect(String(decoding: bytes[..<8], as: UTF8.self) == "1MILELOG")
        #expect(number(8, 4) == 1)
        #expect(number(12, 4) == 80)
        #expect(number(16, 8) != 0)
        #expect(number(24, 8) == 0)
        #expect(number(32, 8) == 0)
        #expect(number(40, 8) == .max)
        #expect(number(48, 8) == 0 && number(56, 8) == 0 && number(64, 8) == 0 && number(72, 4) == 0)
        #expect(number(76, 4) == checksum(0..<76))
    }

    @Test func `a frame is a header, its records and zeros up to a multiple of eight`() {
        #expect(String(decoding: bytes[80..<84], as: UTF8.self) == "1MF1")
        #expect(number(84, 4) == 1)
        #expect(number(88, 8) == number(16, 8))
        #expect(number(96, 8) == 0 && number(104, 8) == 0)
        #expect(number(112, 8) == hash(0..<80))
        #expect(number(120, 4) == 24)
        #expect(number(124, 4) == 2)
        #expect(number(132, 4) == checksum(80..<132))
        #expect(number(140, 4) == 3 && number(136, 4) == checksum(140..<147))
        #expect(String(decoding: bytes[144..<147], as: UTF8.self) == "one")
        #expect(number(151, 4) == 5 && number(147, 4) == checksum(151..<160))
        #expect(String(decoding: bytes[155..<160], as: UTF8.self) == "three")
    }

    @Test func `a mark ends a closed log`() {
        #expect(bytes.count == 160 + 56)
        #expect(number(164, 4) == 2)
        #expect(number(176, 8) == 2)
        #expect(number(192, 8) == hash(80..<160))
        #expect(number(200, 4) == 0 && number(204, 4) == 0)
        #expect(number(212, 4) == checksum(160..<212))
    }
}
