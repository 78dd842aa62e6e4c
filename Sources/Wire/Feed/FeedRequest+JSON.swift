import Vocabulary

extension FeedRequest {
    /// The payload frame, for clients.
    public var json: String {
        var out = JSONObjectText()
        switch self {
        case .fetch(let request): request.write(into: &out)
        case .commit(let consumer, let position, let member):
            out.text("consumer", consumer)
            out.number("position", position.rawValue)
            if let member {
                out.text("member", member.name)
                out.number("generation", member.generation)
            }
        case .consumers, .ping: break
        case .reset(let consumer, let point):
            out.text("consumer", consumer)
            switch point {
            case .position(let position): out.raw("to", "{\"position\":\(position.rawValue)}")
            case .time(let time): out.raw("to", "{\"time\":\(JSONText.quoted(time.text))}")
            case .end: out.raw("to", "{\"end\":true}")
            }
        case .forget(let consumer): out.text("consumer", consumer)
        case .join(let consumer, let member, let lease):
            out.text("consumer", consumer)
            out.text("member", member)
            out.number("leaseMilliseconds", UInt64(lease))
        case .leave(let consumer, let member):
            out.text("consumer", consumer)
            out.text("member", member)
        }
        return out.end()
    }
}

extension FetchRequest {
    fileprivate func write(into out: inout JSONObjectText) {
        switch from {
        case .position(let position): out.raw("from", "{\"position\":\(position.rawValue)}")
        case .time(let time): out.raw("from", "{\"time\":\(JSONText.quoted(time.text))}")
        case .consumer(let name): out.raw("from", "{\"consumer\":\(JSONText.quoted(name))}")
        case nil: break
        }
        if !filter.isEmpty { out.raw("filter", filter.json) }
        out.text("format", format.rawValue)
        out.number("maxEvents", UInt64(maxEvents))
        out.number("maxBytes", UInt64(maxBytes))
        out.number("waitMilliseconds", UInt64(waitMilliseconds))
        if let group {
            var inner = JSONObjectText()
            inner.text("consumer", group.consumer)
            inner.text("member", group.member.name)
            inner.number("generation", group.member.generation)
            out.raw("group", inner.end())
        }
    }
}

extension FeedFilter {
    fileprivate var json: String {
        var out = JSONObjectText()
        let lists = [
            ("types", types.map(\.rawValue)), ("sellers", sellers), ("countries", countries),
            ("providers", providers), ("orders", orders),
        ]
        for (name, values) in lists where !values.isEmpty {
            out.raw(name, "[\(values.map { JSONText.quoted($0) }.joined(separator: ","))]")
        }
        if let origin { out.text("origin", origin.rawValue) }
        return out.end()
    }
}

/// A small JSON object, member by member.
public struct JSONObjectText {
    private var text = "{"

    public init() {}

    public mutating func raw(_ name: String, _ value: String) {
        if text.utf8.count > 1 { text += "," }
        text += "\"\(name)\":\(value)"
    }

    public mutating func text(_ name: String, _ value: String) { raw(name, JSONText.quoted(value)) }
    public mutating func number(_ name: String, _ value: UInt64) { raw(name, "\(value)") }
    public mutating func truth(_ name: String, _ value: Bool) { raw(name, value ? "true" : "false") }

    public func end() -> String { text + "}" }
}
