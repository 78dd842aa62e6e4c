import Wire

/// A change to an event in JSON that was refused, as `--set` says it: `recipientPhone=+34912345678` for a text,
/// `weightGrams:=350` for anything else.
public struct EventEdit: Sendable {
    let field: String
    let json: String

    /// What a change cannot do, and what would be right.
    public struct Impossible: Error, CustomStringConvertible {
        public let description: String
    }

    public init(_ argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else {
            throw Impossible(
                description: "--set \(argument): write FIELD=TEXT, or FIELD:=JSON for what is not text")
        }
        let before = argument[..<equals]
        let value = String(argument[argument.index(after: equals)...])
        if before.hasSuffix(":") {
            field = String(before.dropLast())
            json = value
            guard JSONOutline(Array(value.utf8)) != nil else {
                throw Impossible(description: "--set \(argument): \(value) is not JSON")
            }
        } else {
            field = String(before)
            json = JSONText.quoted(value)
        }
    }

    /// A field and its value in JSON.
    public init(field: String, json: String) throws {
        guard JSONOutline(Array(json.utf8)) != nil else {
            throw Impossible(description: "\(field): \(json) is not JSON")
        }
        (self.field, self.json) = (field, json)
    }

    /// The event with the field's new value, put in where there was none.
    public func apply(to event: [UInt8]) throws -> [UInt8] {
        guard let outline = JSONOutline(event) else {
            throw Impossible(
                description: "what was refused is not JSON: mend it in a file and give it with --edit")
        }
        let path = Self.path(of: field)
        if let value = outline.value(at: path) {
            return event[..<value.range.lowerBound] + Array(json.utf8) + event[value.range.upperBound...]
        }
        let cut = path.lastIndex(of: ".")
        let parent = cut.map { String(path[..<$0]) } ?? ""
        let name = cut.map { String(path[path.index(after: $0)...]) } ?? path
        guard let object = outline.value(at: parent), object.isObject, !name.contains("[") else {
            throw Impossible(
                description:
                    "--set \(field): the event has no \(parent) to put it into; mend it in a file and "
                    + "give it with --edit")
        }
        let isEmpty = !outline.values.contains {
            $0.path.hasPrefix(parent.isEmpty ? "" : "\(parent).") && $0.path != parent
        }
        let member = "\(isEmpty ? "" : ",")\(JSONText.quoted(name)):\(json)"
        let end = object.range.upperBound - 1
        return event[..<end] + Array(member.utf8) + event[end...]
    }

    /// Where a field that a refusal names lies in its event: the attributes outside, all else in `data`.
    public static func path(of field: String) -> String {
        let first = String(field.prefix { $0 != "." && $0 != "[" })
        return attributes.contains(first) ? field : "data.\(field)"
    }

    private static let attributes: Set = [
        "specversion", "id", "source", "type", "time", "subject", "datacontenttype", "dataschema", "data",
        "data_base64", "sequence", "origin", "correlationid", "causationid", "cause",
    ]
}
