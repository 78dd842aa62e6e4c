import Foundation
import Webhooks
import Yams

/// The section `webhooks` of the settings' file. It has names and maps, which neither flags nor the environment can say.
enum WebhookSettings {
    /// - Parameter file: nil: none is named, so there are no webhooks.
    static func read(file: String?) throws -> [Webhook] {
        guard let file else { return [] }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        guard let section = try Yams.compose(yaml: text)?.mapping?["webhooks"], section != Node("") else {
            return []
        }
        guard let all = section.mapping else {
            throw invalid("webhooks", section, "must be names with a url, a secretFile, …", file)
        }
        return try all.map { name, node in
            let name = try word(name, "webhooks", file)
            return try webhook(name, node, file)
        }
    }

    private static let members = ["url", "secretFile", "kinds", "sellers", "scoreFall"]

    private static func webhook(_ name: String, _ node: Node, _ file: String) throws -> Webhook {
        let path = "webhooks.\(name)"
        guard !name.isEmpty, name.utf8.count <= 64,
            name.utf8.allSatisfy({ isPlain($0) })
        else { throw invalid(path, node, "a name is of letters, digits, - and _", file) }
        guard let mapping = node.mapping else {
            throw invalid(path, node, "must have a url and a secretFile", file)
        }
        for (key, _) in mapping {
            let member = try word(key, path, file)
            guard members.contains(member) else {
                throw invalid(
                    "\(path).\(member)", key, "is not known; there are \(members.joined(separator: ", "))",
                    file)
            }
        }
        guard let urlNode = mapping["url"] else { throw invalid("\(path).url", node, "is missing", file) }
        let url = try word(urlNode, "\(path).url", file)
        try check(url, "\(path).url", urlNode, file)
        guard let secretNode = mapping["secretFile"] else {
            throw invalid("\(path).secretFile", node, "is missing", file)
        }
        let secrets: [WebhookSecret]
        do {
            secrets = try WebhookSecret.read(file: try word(secretNode, "\(path).secretFile", file))
        } catch {
            throw invalid("\(path).secretFile", secretNode, error.localizedReason, file)
        }
        let kinds = try words(mapping["kinds"], "\(path).kinds", file).map { text in
            guard let kind = WebhookKind(rawValue: text) else {
                let known = WebhookKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw invalid(
                    "\(path).kinds", mapping["kinds"] ?? node, "has \(text); there are \(known)", file)
            }
            return kind
        }
        var fall = 5.0
        if let node = mapping["scoreFall"] {
            guard let points = node.float, points > 0, points <= 100 else {
                throw invalid("\(path).scoreFall", node, "must be points above 0, at most 100", file)
            }
            fall = points
        }
        return Webhook(
            name: name, url: url, secrets: secrets,
            kinds: kinds.isEmpty ? Set(WebhookKind.allCases) : Set(kinds),
            sellers: Set(try words(mapping["sellers"], "\(path).sellers", file)), scoreFall: fall)
    }

    /// What is sent must not be read on the way.
    private static func check(_ url: String, _ path: String, _ node: Node, _ file: String) throws {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil
        else { throw invalid(path, node, "is no URL such as https://ops.example.com/firstmile", file) }
        let isHere = ["127.0.0.1", "[::1]", "::1", "localhost"].contains(host)
        guard parts.scheme == "https" || (parts.scheme == "http" && isHere) else {
            throw invalid(
                path, node, "must be https, as others on the way could read it; http is for this machine",
                file)
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func words(_ node: Node?, _ path: String, _ file: String) throws -> [String] {
        guard let node else { return [] }
        // A single one needs no list.
        guard let all = node.sequence else { return [try word(node, path, file)] }
        return try all.map { try word($0, path, file) }
    }

    private static func word(_ node: Node, _ path: String, _ file: String) throws -> String {
        guard let scalar = node.scalar else { throw invalid(path, node, "must be a text", file) }
        return scalar.string
    }

    private static func invalid(_ path: String, _ node: Node, _ reason: String, _ file: String)
        -> Settings.Invalid
    {
        let place = node.mark.map { "\(file):\($0.line):\($0.column): " } ?? ""
        return Settings.Invalid(key: "\(place)\(path)", reason: reason)
    }
}

extension Error {
    /// Foundation's errors say it in `localizedDescription`, ours in their description.
    fileprivate var localizedReason: String {
        self is WebhookSecret.Invalid ? "\(self)" : localizedDescription
    }
}
