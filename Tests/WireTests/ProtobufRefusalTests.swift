import SwiftProtobuf
import Testing
import Vocabulary
import WireMessages

@testable import Wire

struct ProtobufRefusalTests {
    private static let good = Firstmile_V1_Event.with { event in
        event.id = "i"
        event.source = "a"
        event.time = 1_714_960_800_000_000_000
        event.orderDeclared = .with { order in
            order.orderID = "1"
            order.sellerID = "s"
            order.country = "ES"
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var field: String
        var code: RefusalCode
        var change: @Sendable (inout Firstmile_V1_Event) -> Void
        var testDescription: String { "\(field) \(code.rawValue)" }

        init(
            _ field: String, _ code: RefusalCode = .invalidField,
            _ change: @escaping @Sendable (inout Firstmile_V1_Event) -> Void
        ) {
            self.field = field
            self.code = code
            self.change = change
        }
    }

    static let faults: [Fault] = [
        Fault("id", .missingField) { $0.id = "" }, Fault("source", .missingField) { $0.source = "" },
        Fault("id", .oversize) { $0.id = String(repeating: "x", count: 129) },
        Fault("source") { $0.source = "a\u{7F}" }, Fault("time", .missingField) { $0.time = 0 },
        Fault("time") { $0.time = -1 }, Fault("type", .unknownType) { $0.payload = nil },
        Fault("type", .unknownType) { $0.version = 2 }, Fault("origin", .notAFact) { $0.origin = .decision },
        Fault("origin", .notAFact) { $0.origin = .UNRECOGNIZED(7) },
        Fault("type", .notAFact) { $0.deadlineMissed = .init() },
        Fault("orderId", .missingField) { $0.orderDeclared.orderID = "" },
        Fault("orderId", .oversize) { $0.orderDeclared.orderID = String(repeating: "1", count: 40) },
        Fault("country") { $0.orderDeclared.country = "Spain" },
        Fault("country", .missingField) { $0.orderDeclared.country = "" },
        Fault("weightGrams") { $0.orderDeclared.weightGrams = 0 },
        Fault("weightGrams") { $0.orderDeclared.weightGrams = .max },
        Fault("boxes") { $0.orderDeclared.boxes = 0 }, Fault("boxes") { $0.orderDeclared.boxes = 1001 },
        Fault("incoterm") { $0.orderDeclared.incoterm = .UNRECOGNIZED(3) },
        Fault("goods[0].englishName", .missingField) { $0.orderDeclared.goods = [.init()] },
        Fault("goods", .oversize) { $0.orderDeclared.goods = Array(repeating: .init(), count: 51) },
        Fault("dimensionsMm.length", .missingField) { $0.orderDeclared.dimensionsMm = .init() },
        Fault("amountFen", .missingField) { $0.feeBilled = .with { $0.orderID = "1" } },
        Fault("amountFen") { event in
            event.feeBilled = .with { bill in
                bill.orderID = "1"
                bill.amountFen = -1
            }
        },
        Fault("documents", .missingField) { event in
            event.exemptionRequested = .with { request in
                request.requestID = "r"
                request.sellerID = "s"
                request.orderID = "1"
            }
        },
        Fault("extra_data") { $0.extraData = "}, \"a\":{" },
        Fault("extra_data") { $0.extraData = #""boxes":2"# },
        Fault("extra_data") { $0.extraData = #""a":1,"# }, Fault("extra_data") { $0.extraData = " " },
        Fault("extra_attributes") { $0.extraAttributes = #""position":2"# },
        Fault("extra_attributes") { $0.extraAttributes = #""subject":"2""# },
        Fault("a", .malformed) { $0.extraAttributes = #""a":2,"a":3"# },
        Fault("goods[0].extra") { event in
            event.orderDeclared.goods = [
                .with { good in
                    good.englishName = "x"
                    good.hsCode = "1"
                    good.extra = #""hsCode":"2""#
                }
            ]
        },
        Fault("data", .oversize) { $0.extraData = "\"a\":\"\(String(repeating: "x", count: 70_000))\"" },
    ]

    @Test(arguments: faults)
    func `a bad message is refused with its field and a fix`(fault: Fault) throws {
        var message = Self.good
        fault.change(&message)
        let messages = Firstmile_V1_EventBatch.with { $0.events = [Self.good, message, Self.good] }
        let batch = decode(try messages.serializedBytes(), as: .protobuf)
        #expect(batch.items.count == 3)
        #expect(batch.events.count == 2)
        let refusal = try #require(batch.refusals.first)
        #expect(refusal.field == fault.field, "\(refusal)")
        #expect(refusal.code == fault.code, "\(refusal)")
        #expect(!refusal.reason.isEmpty && !refusal.fix.isEmpty)
        if !message.id.isEmpty { #expect(refusal.id == String(message.id.prefix(128))) }
    }

    @Test func `a batch that is cut off is refused whole`() throws {
        let whole: [UInt8] = try Firstmile_V1_EventBatch.with { $0.events = [Self.good, Self.good] }
            .serializedBytes()
        let one: [UInt8] = try Self.good.serializedBytes()
        let first = one.count + 2
        for length in 1..<whole.count where length != first {
            let batch = decode(Array(whole[..<length]), as: .protobuf)
            #expect(batch.items.count == 1)
            #expect(batch.refusals.first?.code == .malformed, "\(length)")
            #expect(batch.bytes.isEmpty)
        }
    }

    @Test func `another wire type for a known field is refused`() {
        var event = (try? Self.good.serializedBytes() as [UInt8]) ?? []
        event[0] = 0x08  // id as a number
        #expect(decode(batch(event), as: .protobuf).refusals.first?.code == .malformed)
    }

    @Test func `extra members are brought into one form`() throws {
        var message = Self.good
        message.extraData = "\"colour\" :\t[ 1 , 2 ]"
        let spaced = decode(batch(try message.serializedBytes()), as: .protobuf)
        message.extraData = "\"colour\":[1,2]"
        let plain: [UInt8] = try message.serializedBytes()
        #expect(spaced.bytes == plain)
        #expect(spaced.events == decode(batch(plain), as: .protobuf).events)
    }

    @Test func `documents in any order and form are one set`() throws {
        var event = Self.good
        event.exemptionRequested = .with { request in
            request.requestID = "r"
            request.sellerID = "s"
            request.orderID = "1"
            request.documents = [.carrierQualification, .materialProof, .carrierQualification]
        }
        let batch = decode(batch(try event.serializedBytes()), as: .protobuf)
        event.exemptionRequested.documents = [.materialProof, .carrierQualification]
        #expect(try event.serializedBytes() == batch.bytes)
        // The same, not packed: field 5 as single numbers.
        event.exemptionRequested.documents = []
        var payload: [UInt8] = try event.exemptionRequested.serializedBytes()
        payload += [0x28, 3, 0x28, 1]
        event.payload = nil
        let unpacked = try event.serializedBytes() + [0xDA, 0x01, UInt8(payload.count)] + payload
        #expect(decode(WireTests.batch(unpacked), as: .protobuf).bytes == batch.bytes)
    }
}
