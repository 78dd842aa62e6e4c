import Quarantine
import Vocabulary
import Wire
import ZeroMQ

/// What was refused is kept, so that it can be looked at, mended and sent again.
extension RequestHandler {
    /// Hands every event of the request that was refused to the quarantine, with its bytes as they came.
    func keepRefused(_ start: Int, _ type: ContentType, at now: Instant) {
        var first = 0
        for (frame, end) in itemsAfter.enumerated() {
            // Where events lie that could be read; looked for once a frame, and only when one of them was refused.
            var places: [Range<Int>]?
            for index in first..<end {
                guard case .refused(let refusal) = outcomes[index] else { continue }
                unsafe message.withUnsafeBytes(at: start + 3 + frame) { payload in
                    var place = 0..<payload.count
                    switch batch.items[index] {
                    case .refused(let refusal): place = refusal.bytes ?? place
                    case .event:
                        let found = unsafe places ?? locator.events(in: payload, as: type)
                        places = found
                        if index - first < found.count { place = found[index - first] }
                    }
                    unsafe keep(refusal, of: index, Array(payload[place]), type, at: now)
                }
            }
            first = end
        }
    }

    private func keep(
        _ refusal: Refusal, of index: Int, _ bytes: [UInt8], _ type: ContentType, at now: Instant
    ) {
        var named = refusal
        if case .event(let event) = batch.items[index] { name(&named, after: event) }
        quarantine?.keep(
            RefusedEvent(
                refusedAt: now.nanoseconds, connection: message.hexadecimalIdentity,
                contentType: type.rawValue, bytes: bytes,
                code: named.code.rawValue, field: named.field, reason: named.reason, fix: named.fix,
                source: named.source, eventID: named.id))
    }
}

extension Multipart {
    /// The routing id of whoever sent the request, for people.
    var hexadecimalIdentity: String {
        let digits = Array("0123456789abcdef".utf8)
        return unsafe withUnsafeBytes(at: 0) { identity in
            String(
                decoding: unsafe identity.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
                as: UTF8.self)
        }
    }
}
