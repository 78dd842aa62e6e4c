import Vocabulary

/// The sentences of refusals about attributes and whole payloads.
extension Complaint {
    @inline(never)
    static func notAFact(_ field: String) -> Refusal {
        Refusal(
            .notAFact, field: field, reason: "only the daemon says decisions",
            fix: "publish facts: firstmile.<name>.v1 with one of \(factNames), without an origin")
    }

    @inline(never)
    static func unknownType(_ found: String) -> Refusal {
        Refusal(
            .unknownType, field: "type", reason: "type \"\(found)\" is not known",
            fix: "send firstmile.<name>.v1 with one of \(factNames)")
    }

    @inline(never)
    static func noPayload() -> Refusal {
        Refusal(
            .unknownType, field: "type",
            reason: "the event has no payload, or one this version does not know",
            fix: "set one of \(factNames)")
    }

    @inline(never)
    static func version(_ found: UInt64) -> Refusal {
        Refusal(
            .unknownType, field: "type", reason: "version \(found) of the payload is not known",
            fix: "send version 1, or leave it out")
    }

    private static var factNames: String {
        EventType.allCases.filter(\.canBeFact).map(\.rawValue).joined(separator: ", ")
    }

    @inline(never)
    static func specversion(_ found: String) -> Refusal {
        Refusal(
            .invalidField, field: "specversion", reason: "specversion is \"\(found)\"",
            fix: "send CloudEvents \"1.0\"")
    }

    @inline(never)
    static func contentType(_ found: String) -> Refusal {
        Refusal(
            .invalidField, field: "datacontenttype", reason: "datacontenttype is \"\(found)\"",
            fix: "send data as a JSON object, with \"application/json\" or without datacontenttype")
    }

    @inline(never)
    static func base64() -> Refusal {
        Refusal(
            .invalidField, field: "data_base64", reason: "the data is in base64",
            fix: "send it as a JSON object in data")
    }

    @inline(never)
    static func subject(_ found: String, order: String) -> Refusal {
        Refusal(
            .invalidField, field: "subject",
            reason: "subject is \"\(found)\" but data.orderId is \"\(order)\"",
            fix: "send \"\(order)\" as the subject, or leave subject out")
    }

    @inline(never)
    static func counter(_ spec: FieldSpec, _ found: String) -> Refusal {
        Refusal(
            .invalidField, field: "\(spec.name)", reason: "\(spec.name) is \"\(found)\", not a counter",
            fix: "send decimal digits as text, below 2^64, such as \(spec.example)")
    }

    @inline(never)
    static func notAnEvent(_ found: String) -> Refusal {
        Refusal(
            .malformed, field: "", reason: "the event is \(found), not an object",
            fix: "send each CloudEvent as a JSON object; several of them as a batch")
    }

    @inline(never)
    static func notABatch(_ length: Int) -> Refusal {
        Refusal(
            .malformed, field: "", reason: "the batch is an object, not an array",
            fix: "send an array of events, or one event as application/cloudevents+json", bytes: 0..<length)
    }

    @inline(never)
    static func notJSON(_ problem: JSONProblem, length: Int) -> Refusal {
        let place = problem.offset.map { ", at byte \($0)" } ?? ""
        return Refusal(
            .malformed, field: "", reason: "the payload is not JSON: \(problem.reason)\(place)",
            fix: "send JSON in UTF-8 as RFC 8259 has it", bytes: 0..<length)
    }
}
