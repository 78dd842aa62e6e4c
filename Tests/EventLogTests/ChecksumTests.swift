import CChecksum
import Testing

struct ChecksumTests {
    @Test func `the checksum is CRC-32C as everybody else computes it`() {
        let digits = Array("123456789".utf8)
        #expect(
            unsafe digits.withUnsafeBytes { unsafe firstmile_crc32c($0.baseAddress, $0.count) } == 0xE306_9283
        )
    }

    @Test(arguments: 0..<4)
    func `the instruction and the table agree on every length`(misalignment: Int) {
        var dice = Dice(seed: UInt64(misalignment))
        let bytes = (0..<7_000).map { _ in UInt8.random(in: 0...255, using: &dice) }
        for count in Array(0..<700) + [3_071, 3_072, 3_073, 6_144, 6_990] {
            unsafe bytes.withUnsafeBytes { all in
                let start = unsafe all.baseAddress.map { unsafe $0 + misalignment }
                #expect(
                    unsafe firstmile_crc32c(start, count) == firstmile_crc32c_portable(start, count),
                    "\(count) bytes")
            }
        }
    }

    @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 65])
    func `bytes that are not zero are found at both ends`(place: Int) {
        var bytes = [UInt8](repeating: 0, count: 66)
        bytes[place] = 1
        unsafe bytes.withUnsafeBytes { all in
            #expect(unsafe firstmile_first_nonzero(all.baseAddress, 66) == place)
            #expect(unsafe firstmile_end_of_nonzero(all.baseAddress, 66) == place + 1)
            #expect(unsafe firstmile_first_nonzero(all.baseAddress, place) == place)
            #expect(unsafe firstmile_end_of_nonzero(all.baseAddress, place) == 0)
        }
    }
}
