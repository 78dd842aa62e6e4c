import Testing
import Vocabulary

@testable import Wire

/// A change to a good event that makes it unacceptable.
struct Fault: Sendable, CustomTestStringConvertible {
    var field: String
    var code: RefusalCode
    var text: String
    var testDescription: String { "\(field) \(code.rawValue): \(text.prefix(90))" }

    init(_ field: String, _ code: RefusalCode, _ text: String) {
        self.field = field
        self.code = code
        self.text = text
    }

    static let data: [EventType: String] = [
        .orderDeclared: #""orderId":"1","sellerId":"s","country":"ES""#,
        .handedOver: #""orderId":"1","sellerId":"s","provider":"p""#,
        .numberUploaded:
            #""orderId":"1","sellerId":"s","erpAccount":"e","provider":"p","trackingNumber":"t""#,
        .numberVoided: #""orderId":"1","provider":"p","trackingNumber":"t""#,
        .scanned: #""orderId":"1","provider":"p","code":"c""#,
        .delivered: #""orderId":"1""#,
        .lost: #""orderId":"1""#,
        .complained: #""orderId":"1""#,
        .feeBilled: #""orderId":"1","amountFen":0"#,
        .validated: #""orderId":"1","verdict":"pass""#,
        .routed: #""orderId":"1","hub":"h","line":"l""#,
        .exemptionRequested: #""requestId":"r","sellerId":"s","orderId":"1","documents":["msds"]"#,
        .exemptionDecided: #""requestId":"r","decision":"approved""#,
        .providerCertified: #""provider":"p""#,
        .providerDecertified: #""provider":"p""#,
        .providerEngaged: #""sellerId":"s","provider":"p""#,
        .qualificationFiled: #""sellerId":"s","provider":"p""#,
        .trialTracked: #""sellerId":"s","provider":"p","trackingNumber":"t""#,
        .integrationApproved: #""sellerId":"s","provider":"p""#,
        .providerBound: #""sellerId":"s","provider":"p""#,
        .providerUnbound: #""sellerId":"s","provider":"p""#,
        .rulebookActivated: #""name":"n","hash":"h","content":"c""#,
    ]

    static func event(_ type: EventType, _ data: String, attributes: String = "") -> String {
        #"{"specversion":"1.0","id":"i","source":"a","type":"firstmile.\#(type.rawValue).v1","#
            + #""time":"2024-05-06T02:00:00Z"\#(attributes),"data":{\#(data)}}"#
    }

    /// A required member is left out.
    static let missing: [Fault] = data.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { type, members in
        type.fields.filter(\.required).map { spec in
            let pattern = try? Regex("\"\(spec.name)\":(\"[^\"]*\"|[0-9]+|\\[[^\\]]*\\]),?")
            let rest = pattern.map { members.replacing($0, with: "") } ?? members
            return Fault(
                "\(spec.name)", .missingField, event(type, rest.hasSuffix(",") ? "\(rest.dropLast())" : rest))
        }
    }

    /// A member with a wrong value, added to what an order needs.
    private static func order(_ field: String, _ member: String) -> Fault {
        order(field, .invalidField, member)
    }

    private static func order(_ field: String, _ code: RefusalCode, _ member: String) -> Fault {
        Fault(field, code, event(.orderDeclared, data[.orderDeclared, default: ""] + "," + member))
    }

    private static func order(
        replacing old: String, by new: String, _ field: String, _ code: RefusalCode = .invalidField
    )
        -> Fault
    {
        Fault(field, code, event(.orderDeclared, data[.orderDeclared, default: ""].replacing(old, with: new)))
    }

    static let long = String(repeating: "x", count: 40)

    static let values: [Fault] = [
        order("weightGrams", #""weightGrams":"350""#), order("weightGrams", #""weightGrams":0"#),
        order("weightGrams", #""weightGrams":100001"#), order("weightGrams", #""weightGrams":350.5"#),
        order("weightGrams", #""weightGrams":-1"#), order("weightGrams", #""weightGrams":1e400"#),
        order("boxes", #""boxes":0"#), order("boxes", #""boxes":-1"#), order("boxes", #""boxes":1001"#),
        order("boxes", #""boxes":true"#), order("battery", #""battery":"true""#),
        order("battery", #""battery":1"#),
        order("incoterm", #""incoterm":"EXW""#), order("incoterm", #""incoterm":1"#),
        order("category", .oversize, #""category":"\#(long)""#), order("category", #""category":"a\tb""#),
        order("category", #""category":["a"]"#), order("goods", #""goods":{}"#),
        order("goods[0]", #""goods":["x"]"#),
        order("goods[0].hsCode", .missingField, #""goods":[{"englishName":"x"}]"#),
        order(
            "goods[1].englishName", .missingField,
            #""goods":[{"englishName":"x","hsCode":"1"},{"hsCode":"1"}]"#),
        order("goods[0].hsCode", #""goods":[{"englishName":"x","hsCode":392690}]"#),
        order("goods[0].quantity", #""goods":[{"englishName":"x","hsCode":"1","quantity":0}]"#),
        order("goods[0].quantity", #""goods":[{"englishName":"x","hsCode":"1","quantity":1000001}]"#),
        order(
            "goods[0].englishName", .oversize,
            #""goods":[{"englishName":"\#(String(repeating: "x", count: 201))","hsCode":"1"}]"#),
        order(
            "goods", .oversize,
            #""goods":[\#(Array(repeating: #"{"englishName":"x","hsCode":"1"}"#, count: 51).joined(separator: ","))]"#
        ),
        order("dimensionsMm", #""dimensionsMm":"10x20x30""#), order("dimensionsMm", #""dimensionsMm":[1,2]"#),
        order("dimensionsMm.height", .missingField, #""dimensionsMm":{"length":1,"width":2}"#),
        order("dimensionsMm.length", #""dimensionsMm":{"length":0,"width":2,"height":3}"#),
        order("sellerId", .malformed, #""sellerId":"s""#), order("note", .malformed, #""note":1,"note":2"#),
        order("b", .malformed, #""note":{"a":1,"b":2,"\u0062":3}"#),
        order("data", .oversize, #""note":"\#(String(repeating: "x", count: 70_000))""#),
        order(replacing: #""1""#, by: "8190000000000001", "orderId"),
        order(replacing: #""1""#, by: #""\#(long)""#, "orderId", .oversize),
        order(replacing: #""1""#, by: #""\u0000""#, "orderId"),
        order(replacing: #""1""#, by: #""""#, "orderId", .missingField),
        order(replacing: #""1""#, by: "null", "orderId", .missingField),
        order(replacing: "ES", by: "Spain", "country"), order(replacing: "ES", by: "es", "country"),
        order(replacing: "ES", by: "XX", "country"),
        Fault("amountFen", .invalidField, event(.feeBilled, #""orderId":"1","amountFen":-1"#)),
        Fault("amountFen", .invalidField, event(.feeBilled, #""orderId":"1","amountFen":"5108""#)),
        Fault(
            "amountFen", .invalidField, event(.feeBilled, #""orderId":"1","amountFen":9223372036854775808"#)),
        Fault("orderId", .missingField, event(.scanned, #""provider":"p","code":"c""#)),
        Fault("provider", .missingField, event(.scanned, #""trackingNumber":"1","code":"c""#)),
        Fault(
            "orderId", .missingField,
            event(.exemptionRequested, #""requestId":"r","sellerId":"s","documents":["msds"]"#)),
        Fault(
            "documents[1]", .invalidField,
            event(
                .exemptionRequested,
                #""requestId":"r","sellerId":"s","orderId":"1","documents":["msds","photo"]"#)),
        Fault(
            "documents", .missingField,
            event(.exemptionRequested, #""requestId":"r","sellerId":"s","orderId":"1","documents":[]"#)),
        Fault("decision", .invalidField, event(.exemptionDecided, #""requestId":"r","decision":"maybe""#)),
        Fault("verdict", .invalidField, event(.validated, #""orderId":"1","verdict":"ok""#)),
        Fault(
            "findings[0].code", .invalidField,
            event(.validated, #""orderId":"1","verdict":"pass","findings":[{"code":"E1"}]"#)),
        Fault(
            "status", .notAFact, event(.validated, #""orderId":"1","verdict":"pass","status":"compliant""#)),
        Fault(
            "phoneMetadata", .notAFact,
            event(.validated, #""orderId":"1","verdict":"pass","phoneMetadata":"1""#)),
        Fault("until", .invalidField, event(.providerCertified, #""provider":"p","until":"2024-05-06""#)),
        Fault(
            "reason", .oversize,
            event(.complained, #""orderId":"1","reason":"\#(String(repeating: "x", count: 201))""#)),
        Fault(
            "options[1]", .invalidField,
            event(.routed, #""orderId":"1","hub":"h","line":"l","options":["a",""]"#)),
        Fault(
            "documents", .oversize,
            event(
                .qualificationFiled,
                #""sellerId":"s","provider":"p","documents":[\#(Array(repeating: #""d""#, count: 17).joined(separator: ","))]"#
            )),
    ]

    private static func envelope(_ field: String, _ old: String, _ new: String) -> Fault {
        envelope(field, .invalidField, old, new)
    }

    private static func envelope(_ field: String, _ code: RefusalCode, _ old: String, _ new: String)
        -> Fault
    {
        Fault(field, code, event(.delivered, #""orderId":"1""#).replacing(old, with: new))
    }

    private static func attribute(_ field: String, _ text: String) -> Fault {
        attribute(field, .invalidField, text)
    }

    private static func attribute(_ field: String, _ code: RefusalCode, _ text: String) -> Fault {
        Fault(field, code, event(.delivered, #""orderId":"1""#, attributes: "," + text))
    }

    static let envelopes: [Fault] = [
        envelope("specversion", .missingField, #""specversion":"1.0","#, ""),
        envelope("specversion", #""specversion":"1.0""#, #""specversion":"0.3""#),
        envelope("specversion", #""specversion":"1.0""#, #""specversion":1.0"#),
        envelope("id", .missingField, #""id":"i","#, ""),
        envelope("id", .missingField, #""id":"i""#, #""id":"""#),
        envelope("id", #""id":"i""#, #""id":7"#),
        envelope("id", .oversize, #""id":"i""#, #""id":"\#(String(repeating: "x", count: 129))""#),
        envelope("source", .missingField, #""source":"a","#, ""),
        envelope(
            "source", .oversize, #""source":"a""#, #""source":"\#(String(repeating: "x", count: 256))""#),
        envelope("source", #""source":"a""#, #""source":"a\nb""#),
        envelope("type", .missingField, #""type":"firstmile.delivered.v1","#, ""),
        envelope("type", .unknownType, "delivered", "no-such-thing"),
        envelope("type", .unknownType, ".v1", ".v2"),
        envelope("type", .notAFact, "delivered", "deadline-missed"),
        envelope("time", .missingField, #""time":"2024-05-06T02:00:00Z","#, ""),
        envelope("time", "2024-05-06T02:00:00Z", "yesterday"),
        envelope("time", "2024-05-06T02:00:00Z", "2024-05-06T02:00:60Z"),
        envelope("time", "2024-05-06T02:00:00Z", "2024-05-06T02:00:00"),
        envelope("time", "2024-05-06T02:00:00Z", "1969-12-31T23:59:59Z"),
        envelope("time", "2024-05-06T02:00:00Z", "1970-01-01T00:00:00Z"),
        envelope("data", .missingField, #""data":{"orderId":"1"}"#, #""x":1"#),
        envelope("data", .missingField, #"{"orderId":"1"}"#, "null"),
        envelope("data", #"{"orderId":"1"}"#, "[]"),
        attribute("id", .malformed, #""id":"j""#), attribute("subject", #""subject":"2""#),
        attribute("subject", #""subject":1"#), attribute("datacontenttype", #""datacontenttype":"text/xml""#),
        attribute("data_base64", #""data_base64":"e30=""#), attribute("sequence", #""sequence":"1a""#),
        attribute("sequence", #""sequence":42"#),
        attribute("sequence", #""sequence":"99999999999999999999""#),
        attribute("origin", .notAFact, #""origin":"decision""#),
        attribute("origin", .notAFact, #""origin":"me""#),
        attribute("correlationid", .oversize, #""correlationid":"\#(String(repeating: "x", count: 256))""#),
        attribute("colour", .malformed, #""colour":"red","colour":"blue""#),
    ]
}

struct RefusalTests {
    @Test(arguments: Fault.missing + Fault.values + Fault.envelopes)
    func `a bad event is refused with its field and a fix`(fault: Fault) throws {
        let batch = decode(json: fault.text)
        let refusal = try #require(batch.refusals.first, "accepted: \(fault.text.prefix(300))")
        #expect(refusal.field == fault.field, "\(refusal)")
        #expect(refusal.code == fault.code, "\(refusal)")
        #expect(!refusal.reason.isEmpty && !refusal.fix.isEmpty)
        #expect(batch.bytes.isEmpty)
    }

    @Test(arguments: Fault.data.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.key))
    func `without the fault the event is fine`(type: EventType) {
        let batch = decode(json: Fault.event(type, Fault.data[type, default: ""]))
        #expect(batch.events.count == 1, "\(batch.refusals)")
    }

    @Test func `a number for an order id says what to do`() {
        let refusal = decode(json: Fault.event(.delivered, #""orderId":8190000000000001234"#)).refusals.first
        #expect(refusal?.fix == "put it in quotes: numbers longer than 15 digits lose digits")
    }

    @Test func `one bad event refuses only itself, and the quarantine can show it`() throws {
        let good = Fault.event(.delivered, #""orderId":"1""#)
        let bad = Fault.event(.delivered, #""orderId":1"#)
        let text = "[\(good), \(bad) ,\(good),7]"
        let batch = decode(json: text, as: .jsonBatch)
        #expect(batch.items.count == 4)
        #expect(batch.events.count == 2)
        let refusal = try #require(batch.refusals.first)
        #expect(refusal.id == "i" && refusal.source == "a")
        let range = try #require(refusal.bytes)
        #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == bad)
        #expect(batch.refusals.last?.code == .malformed)
    }

    @Test(arguments: [
        ("", 0), ("{", 1), (#"[{"a":1]"#, 7), ("[1,]", 3), ("[01]", 1), ("[tru]", 1), (#"["\x"]"#, 2),
        (#"["\ud800"]"#, 2),
        ("[1] 2", 4), ("7", 0), (#"[" "#, 3), ("[1 2]", 3), ("{\"a\" 1}", 5), (#"{"a":1,}"#, 7),
        ("[\"a\nb\"]", nil), ("nul", 0),
    ])
    func `a payload that is not JSON is refused whole`(text: String, offset: Int?) throws {
        for type in [ContentType.json, .jsonBatch] {
            let batch = decode(json: text, as: type)
            #expect(batch.items.count == 1)
            let refusal = try #require(batch.refusals.first)
            #expect(refusal.code == .malformed)
            #expect(!refusal.fix.isEmpty)
            if let offset { #expect(refusal.reason.hasSuffix("at byte \(offset)"), "\(refusal.reason)") }
        }
    }

    @Test func `nesting without end is refused`() {
        let text = String(repeating: "[", count: 100_000)
        #expect(decode(json: text).refusals.first?.code == .malformed)
        let member = #""x":"# + String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        #expect(decode(json: Fault.event(.delivered, #""orderId":"1","# + member)).events.count == 1)
    }

    @Test func `an object is no batch and an array no event`() {
        let event = Fault.event(.delivered, #""orderId":"1""#)
        #expect(decode(json: event, as: .jsonBatch).refusals.first?.code == .malformed)
        #expect(decode(json: "[\(event)]").refusals.first?.code == .malformed)
        #expect(decode(json: "[]", as: .jsonBatch).items.isEmpty)
    }
}
