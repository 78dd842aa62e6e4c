import Testing

@testable import Intake

struct ReplyQueueTests {
    @Test func `replies are sent in order, and none before the disk has its events`() {
        let queue = ReplyQueue()
        for number in UInt64(1)...5 {
            queue.add(requires: number) { bytes, entry in
                bytes.append(UInt8(number))
                entry.payload = 1
            }
        }
        var sent: [UInt8] = []
        queue.send(upTo: 3) { bytes, entry in sent.append(bytes[entry.start]) }
        #expect(sent == [1, 2, 3])
        queue.send(upTo: 5) { bytes, entry in sent.append(bytes[entry.start]) }
        #expect(sent == [1, 2, 3, 4, 5])
        #expect(queue.byteCount == 0)
    }

    @Test func `a reply that needs nothing waits behind those before it`() {
        let queue = ReplyQueue()
        queue.add(requires: 10) { bytes, entry in
            bytes.append(1)
            entry.payload = 1
        }
        queue.add(requires: 0) { bytes, entry in
            bytes.append(2)
            entry.payload = 1
        }
        var sent = 0
        queue.send(upTo: 9) { _, _ in sent += 1 }
        #expect(sent == 0)
        queue.send(upTo: 10) { _, _ in sent += 1 }
        #expect(sent == 2)
    }
}
