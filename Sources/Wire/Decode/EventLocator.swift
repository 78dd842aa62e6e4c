/// Looks for events in a payload without checking them: what the quarantine needs of what was refused.
///
/// Cold: nothing of it runs for an event that is in order. Belongs to one thread.
public final class EventLocator {
    private let parser = JSONParser()

    public init() {}

    /// Where each event lies in a payload that decodes, in the order of its items.
    public func events(in payload: UnsafeRawBufferPointer, as type: ContentType) -> [Range<Int>] {
        switch type {
        case .json: return [0..<payload.count]
        case .jsonBatch:
            guard let document = try? unsafe parser.parse(payload), document.kind(0) == .array else {
                return []
            }
            var ranges: [Range<Int>] = []
            var element = 1
            while element < document.next(0) {
                ranges.append(document.span(element))
                element = document.next(element)
            }
            return ranges
        case .protobuf:
            guard let start = payload.baseAddress else { return [] }
            var ranges: [Range<Int>] = []
            var reader = unsafe ProtobufReader(start, start + payload.count)
            while !reader.isAtEnd, let key = reader.varint() {
                if key == 1 << 3 | 2, let length = reader.length() {
                    let begin = unsafe reader.cursor - start
                    ranges.append(begin..<(begin + length))
                    guard reader.advance(length) else { break }
                } else if !reader.skip(wire: key & 7) {
                    break
                }
            }
            return ranges
        }
    }

    /// The ERP account that an event names, where it can be read.
    public func erpAccount(of event: UnsafeRawBufferPointer, as type: ContentType) -> String? {
        let account =
            switch type {
            case .json, .jsonBatch: unsafe accountInJSON(event)
            case .protobuf: unsafe accountInProtobuf(event)
            }
        return account?.isEmpty == false ? account : nil
    }

    private func accountInJSON(_ event: UnsafeRawBufferPointer) -> String? {
        guard let document = try? unsafe parser.parse(event),
            let data = document.member("data", of: 0), let account = document.member("erpAccount", of: data),
            document.kind(account) == .string
        else { return nil }
        return unsafe shown(document.start(account), document.count(account))
    }

    /// `Event.number_uploaded.erp_account` of `Schemas/firstmile/v1`.
    private func accountInProtobuf(_ event: UnsafeRawBufferPointer) -> String? {
        var attributes = unsafe ProtobufValues(event)
        while let attribute = attributes.next() {
            guard attribute.number == 18 else { continue }
            var fields = unsafe ProtobufValues(attribute.bytes)
            while let field = fields.next() {
                if field.number == 3 { return unsafe shown(field.bytes.baseAddress, field.bytes.count) }
            }
        }
        return nil
    }
}

extension JSONDocument {
    /// Where any value lies in the text, a string with its quotes.
    func span(_ index: Int) -> Range<Int> {
        let inside = range(index)
        return kind(index) == .string ? (inside.lowerBound - 1)..<(inside.upperBound + 1) : inside
    }

    /// The value of a member; nil where there is none.
    fileprivate func member(_ name: String, of object: Int) -> Int? {
        guard kind(object) == .object else { return nil }
        var key = object + 1
        while key < next(object) {
            if unsafe shown(start(key), count(key)) == name { return key + 1 }
            key = next(key + 1)
        }
        return nil
    }
}
