import Testing

@testable import Wire

struct EventLocatorTests {
    private let locator = EventLocator()

    private func texts(_ payload: String, as type: ContentType) -> [String] {
        let bytes = Array(payload.utf8)
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe locator.events(in: bytes, as: type).map {
                unsafe String(decoding: bytes[$0], as: UTF8.self)
            }
        }
    }

    @Test func `the events of a batch are found where they lie, whatever they are`() {
        #expect(
            texts(#" [ {"id": "a"} ,"text", 12,null,[1, 2] ] "#, as: .jsonBatch)
                == [#"{"id": "a"}"#, #""text""#, "12", "null", "[1, 2]"])
        #expect(texts("[]", as: .jsonBatch).isEmpty)
        #expect(texts("[1,", as: .jsonBatch).isEmpty)
        #expect(texts(#"{"id":"a"}"#, as: .json) == [#"{"id":"a"}"#])
    }

    @Test func `the events of a protobuf batch are found without their keys`() {
        let batch: [UInt8] = [0x0A, 3, 0x61, 0x62, 0x63, 0x10, 7, 0x0A, 0, 0x0A, 1, 0x64]
        let found = unsafe batch.withUnsafeBytes { unsafe locator.events(in: $0, as: .protobuf) }
        #expect(found == [2..<5, 9..<9, 11..<12])
    }

    @Test func `an element that is no event is refused with the place where it lies`() throws {
        let payload = Array(#"[ 7, "x", {"id":"a"}]"#.utf8)
        var batch = DecodedBatch()
        unsafe payload.withUnsafeBytes { unsafe EventDecoder().decode($0, as: .jsonBatch, into: &batch) }
        let places = batch.items.map { item -> String? in
            guard case .refused(let refusal) = item, let place = refusal.bytes else { return nil }
            return String(decoding: payload[place], as: UTF8.self)
        }
        #expect(places == ["7", #""x""#, #"{"id":"a"}"#])
    }

    @Test func `an account that cannot be read is none`() {
        for text in ["", "{", #"{"data":7}"#, #"{"data":{"erpAccount":7}}"#, #"{"data":{"erpAccount":""}}"#] {
            let bytes = Array(text.utf8)
            let account = unsafe bytes.withUnsafeBytes { unsafe locator.erpAccount(of: $0, as: .json) }
            #expect(account == nil, "\(text)")
        }
    }
}
