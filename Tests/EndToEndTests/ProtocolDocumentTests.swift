import Foundation
import Testing

/// The scripts that the documents show are run as they stand: only the port is another.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ProtocolDocumentTests {
    @Test func `the client in protocol.md prints what the page says`() throws {
        let daemon = try Daemon.started()
        let printed = try run(ProtocolDocument.python(in: "Schemas/protocol.md"), daemon)
        let promised = try ProtocolDocument.prints(in: "Schemas/protocol.md")
        #expect(try promised.wholeMatch(in: printed) != nil, "it prints \(printed)")
        #expect(try daemon.records().count == 2)
    }

    @Test func `the first event in README goes as the page says`() throws {
        let daemon = try Daemon.started()
        let script = try ProtocolDocument.python(in: "README.md")
        let printed = try run(script, daemon)
        let promised = try ProtocolDocument.prints(in: "README.md")
        #expect(try promised.wholeMatch(in: printed) != nil, "it prints \(printed)")
        let again = try run(script, daemon)
        #expect(again.hasPrefix("duplicate"), "the second time it prints \(again)")

        // "Declare the order again with that phone and a time before 05:00, under a new id, and the waiting
        // number is accepted in time."
        let order = "8190000000000001"
        let corrected = """
            {"specversion":"1.0","id":"first-corrected","source":"erp/first-try","type":"firstmile.order-declared.v1",\
            "time":"2024-05-06T04:30:00Z","data":{"orderId":"\(order)","sellerId":"store-1","provider":"cainiao",\
            "country":"ES","boxes":1,"recipientPhone":"+34912345678",\
            "ioss":"IM3720000224"}}
            """
        let reply = try #require(try daemon.publish(corrected).objects.first)
        #expect(reply["verdict"] as? String == "pass", "\(reply)")
        try daemon.settle()
        let row = try #require(try daemon.rows("compliance", "--order", order).first)
        #expect(row["status"] as? String == "compliant" && row["abnormal"] as? Bool == false, "\(row)")
    }

    @Test func `asyncapi.yaml names the codes and content types of protocol.md and feed.md`() throws {
        let program = """
            import json, sys, yaml
            print(json.dumps(yaml.safe_load(open(sys.argv[1]))))
            """
        let path = Daemon.root.appending(path: "Schemas/asyncapi.yaml").path
        let parsed = try Command.python(program, path)
        let document = try #require(parsed.objects.first, "asyncapi.yaml: \(parsed.errors)")
        #expect(document["asyncapi"] as? String == "3.0.0")
        let page = try ProtocolDocument()
        let errors = at(document, "components", "messages", "error", "payload", "properties", "code", "enum")
        #expect(Set(errors as? [String] ?? []) == Set(try page.errorCodes))
        let feed = try ProtocolDocument(of: "Schemas/feed.md")
        let feedErrors = at(
            document, "components", "messages", "feedError", "payload", "properties", "code", "enum")
        #expect(Set(feedErrors as? [String] ?? []) == Set(try feed.feedErrorCodes))
        let refusals = at(document, "components", "schemas", "reply", "properties", "code", "enum")
        #expect(Set(refusals as? [String] ?? []) == Set(try page.refusalCodes))
        let messages = at(document, "components", "messages") as? [String: [String: Any]] ?? [:]
        let types = Set(messages.values.compactMap { $0["contentType"] as? String })
        #expect(types == page.contentTypes.union(feed.contentTypes))
        for (name, message) in messages { checkReferences(in: message, of: document, "messages/\(name)") }
        checkReferences(in: document, of: document, "asyncapi.yaml")
    }

    /// Every `$ref` leads somewhere.
    private func checkReferences(in value: Any, of document: [String: Any], _ place: String) {
        if let object = value as? [String: Any] {
            if let reference = object["$ref"] as? String {
                let path = reference.split(separator: "/").dropFirst().map(String.init)
                #expect(at(document, path) != nil, "\(place): \(reference) leads nowhere")
            }
            for (key, inner) in object { checkReferences(in: inner, of: document, "\(place)/\(key)") }
        } else if let list = value as? [Any] {
            for inner in list { checkReferences(in: inner, of: document, place) }
        }
    }

    private func at(_ document: [String: Any], _ path: String...) -> Any? { at(document, path) }

    private func at(_ document: [String: Any], _ path: [String]) -> Any? {
        path.reduce(document as Any?) { value, key in (value as? [String: Any])?[key] }
    }

    /// Runs a script that talks to the usual port with this daemon's port instead; gives back its only line.
    private func run(_ script: String, _ daemon: Daemon) throws -> String {
        let usual = "tcp://127.0.0.1:7701"
        #expect(script.contains(usual))
        let output = try Command.python(script.replacingOccurrences(of: usual, with: try daemon.endpoint))
        #expect(output.status == 0, "\(output.errors)")
        return output.text.trimmingCharacters(in: .newlines)
    }
}
