import Vocabulary

/// Reads the requests of consumers. Strict: a member that is misspelt would otherwise be a filter that is not there.
///
/// Belongs to one thread.
public final class FeedRequestReader {
    private let parser = JSONParser()

    public init() {}

    /// - Parameters:
    ///   - verb: without `firstmile/1 `.
    ///   - bytes: the payload frame; nil where there is none, which only `PING` allows.
    public func read(verb: String, _ bytes: UnsafeRawBufferPointer?) throws(FeedProblem) -> FeedRequest {
        if verb == "PING" { return .ping }
        guard Self.verbs.contains(verb) else {
            throw FeedProblem(
                code: "unknown-verb", reason: "the first frame names no verb of version 1",
                fix: "send one of \(Self.verbs.map { "firstmile/1 \($0)" }.joined(separator: ", "))")
        }
        guard let bytes = unsafe bytes else {
            throw FeedProblem(
                code: "too-few-frames", reason: "a request has four frames",
                fix: "send verb, correlation, content type and a JSON object")
        }
        guard bytes.count <= FeedRequest.maximumBytes else {
            throw FeedProblem(
                code: "too-large", reason: "a request has at most \(FeedRequest.maximumBytes) bytes",
                fix: "filter by fewer values, or read more and choose yourself")
        }
        let document: JSONDocument
        do throws(JSONProblem) {
            document = try unsafe parser.parse(bytes)
        } catch {
            throw .malformed("the payload is no JSON: \(error.reason)", fix: "send one JSON object")
        }
        let members = try FeedMembers(document, 0, "the request")
        switch verb {
        case "FETCH": return .fetch(try fetch(members))
        case "COMMIT": return try commit(members)
        case "RESET": return try reset(members)
        case "FORGET":
            try members.allow("consumer")
            return .forget(consumer: try members.name("consumer"))
        case "JOIN":
            try members.allow("consumer", "member", "leaseMilliseconds")
            return .join(
                consumer: try members.name("consumer"), member: try members.name("member"),
                leaseMilliseconds: try members.number("leaseMilliseconds", FetchRequest.leaseRange)
                    ?? FeedRequest.defaultLeaseMilliseconds)
        case "LEAVE":
            try members.allow("consumer", "member")
            return .leave(consumer: try members.name("consumer"), member: try members.name("member"))
        default:
            try members.allow()
            return .consumers
        }
    }

    private static let verbs = ["FETCH", "COMMIT", "CONSUMERS", "RESET", "FORGET", "JOIN", "LEAVE", "PING"]

    private func commit(_ members: FeedMembers) throws(FeedProblem) -> FeedRequest {
        try members.allow("consumer", "position", "member", "generation")
        var member: GroupMember?
        if members.has("member") || members.has("generation") { member = try self.member(members) }
        return .commit(
            consumer: try members.name("consumer"), position: try members.position("position"),
            member: member)
    }

    private func member(_ members: FeedMembers) throws(FeedProblem) -> GroupMember {
        guard let generation = try members.number("generation", 1...Int.max) else {
            throw .malformed("generation is missing", fix: "send what JOINED said")
        }
        return GroupMember(name: try members.name("member"), generation: UInt64(generation))
    }

    private func reset(_ members: FeedMembers) throws(FeedProblem) -> FeedRequest {
        try members.allow("consumer", "to")
        let consumer = try members.name("consumer")
        guard let to = try members.object("to") else {
            throw .malformed("to is missing", fix: Self.resetFix)
        }
        try to.allow("position", "time", "end")
        guard to.count == 1 else { throw .malformed("to has not one member", fix: Self.resetFix) }
        if to.has("position") {
            return .reset(consumer: consumer, to: .position(try to.position("position")))
        }
        if to.has("time") { return .reset(consumer: consumer, to: .time(try to.time("time"))) }
        guard to.isTrue("end") else { throw .malformed("to.end is not true", fix: Self.resetFix) }
        return .reset(consumer: consumer, to: .end)
    }

    private static let resetFix = #"send {"position": 0}, {"time": "2024-05-06T02:00:00Z"} or {"end": true}"#

    private func fetch(_ members: FeedMembers) throws(FeedProblem) -> FetchRequest {
        try members.allow("from", "filter", "format", "maxEvents", "maxBytes", "waitMilliseconds", "group")
        var request = FetchRequest(from: nil)
        if let from = try members.object("from") { request.from = try self.from(from) }
        if let group = try members.object("group") {
            try group.allow("consumer", "member", "generation")
            request.group = FetchRequest.Group(
                consumer: try group.name("consumer"), member: try member(group))
        }
        guard request.from != nil || request.group != nil else {
            throw .malformed("from is missing", fix: Self.fromFix)
        }
        if let filter = try members.object("filter") { request.filter = try self.filter(filter) }
        if let format = try members.text("format") {
            guard let known = FetchRequest.Format(rawValue: format) else {
                throw .malformed("format is \(JSONText.quoted(format))", fix: "send json or protobuf")
            }
            request.format = known
        }
        request.maxEvents = try members.number("maxEvents", FetchRequest.maxEventsRange) ?? request.maxEvents
        request.maxBytes = try members.number("maxBytes", FetchRequest.maxBytesRange) ?? request.maxBytes
        request.waitMilliseconds = try members.number("waitMilliseconds", FetchRequest.waitRange) ?? 0
        return request
    }

    private static let fromFix =
        #"send {"position": 0}, {"time": "2024-05-06T02:00:00Z"} or {"consumer": "name"}"#

    private func from(_ from: FeedMembers) throws(FeedProblem) -> FetchRequest.From {
        try from.allow("position", "time", "consumer")
        guard from.count == 1 else { throw .malformed("from has not one member", fix: Self.fromFix) }
        if from.has("position") { return .position(try from.position("position")) }
        if from.has("time") { return .time(try from.time("time")) }
        return .consumer(try from.name("consumer"))
    }

    private func filter(_ members: FeedMembers) throws(FeedProblem) -> FeedFilter {
        try members.allow("types", "sellers", "countries", "providers", "orders", "origin")
        var filter = FeedFilter()
        for text in try members.texts("types") {
            let long = text.hasPrefix("firstmile.") && text.hasSuffix(".v1")
            let short = long ? String(text.dropFirst("firstmile.".count).dropLast(".v1".count)) : text
            guard let type = EventType(rawValue: short) else {
                throw .malformed(
                    "filter.types: \(JSONText.quoted(text)) is no type of event",
                    fix: "the types are \(EventType.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            filter.types.append(type)
        }
        filter.sellers = try members.texts("sellers")
        filter.countries = try members.texts("countries")
        filter.providers = try members.texts("providers")
        filter.orders = try members.texts("orders")
        if let origin = try members.text("origin") {
            guard let known = Origin(rawValue: origin) else {
                throw .malformed(
                    "filter.origin is \(JSONText.quoted(origin))", fix: "send fact or decision")
            }
            filter.origin = known
        }
        guard filter.valueCount <= FetchRequest.filterValues else {
            throw .malformed(
                "the filter has more than \(FetchRequest.filterValues) values",
                fix: "filter by fewer values, or read more and choose yourself")
        }
        return filter
    }
}
