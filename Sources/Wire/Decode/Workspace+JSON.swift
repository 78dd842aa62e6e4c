/// From JSON nodes to slots: the members of one object are found, then checked in schema order.
extension Workspace {
    /// Where the members that the schema does not know are kept.
    struct Rest {
        /// The region and field that take their text.
        var region: Int
        var number: Int
    }

    /// Notes the node of each known member in its slot. True: there are members the schema does not know.
    @inline(__always)
    mutating func scan(
        _ object: Int, in document: JSONDocument, region: Int, _ schema: MessageSchema
    ) throws(Refusal) -> Bool {
        var present: UInt64 = 0
        var hasRest = false
        var hint = 0
        var key = object &+ 1
        let end = document.next(object)
        while key < end {
            if let index = find(key, in: document, schema, hint: hint) {
                let number = Int(schema[index].number)
                let bit: UInt64 = 1 << UInt64(number)
                guard present & bit == 0 else { throw Complaint.twice("\(schema[index].name)") }
                present |= bit
                self[region &+ number].bits = UInt64(key &+ 1)
                hint = index &+ 1
            } else {
                hasRest = true
            }
            key = document.next(key &+ 1)
        }
        unsafe self[region] = Slot(start: nil, count: 0, bits: present)
        return hasRest
    }

    @inline(__always)
    private mutating func find(
        _ key: Int, in document: JSONDocument, _ schema: MessageSchema, hint: Int
    ) -> Int? {
        if document.isEscaped(key) {
            let name = unsafe document.unescape(key, into: &scratch)
            guard let start = name.baseAddress else { return nil }
            return unsafe schema.find(start, name.count, hint: hint)
        }
        return unsafe schema.find(document.start(key), document.count(key), hint: hint)
    }

    /// Writes the unknown members into the scratch room and notes them.
    @inline(never)
    mutating func keepRest(
        _ object: Int, in document: JSONDocument, _ schema: MessageSchema, rest: Rest, dropNulls: Bool = false
    ) throws(Refusal) {
        var keys: [Int] = []
        var key = object + 1
        while key < document.next(object) {
            let isUnset = dropNulls && document.kind(key + 1) == .null
            if !isUnset, find(key, in: document, schema, hint: 0) == nil { keys.append(key) }
            key = document.next(key + 1)
        }
        if let name = document.repeatedName(among: keys) { throw Complaint.twice(name) }
        guard !keys.isEmpty else { return }
        let begin = scratch.count
        for (index, key) in keys.enumerated() {
            if index > 0 { scratch.byte(0x2C) }
            document.writeMember(key, into: &scratch)
        }
        unsafe note(scratch.bytes(from: begin), rest)
    }

    mutating func note(_ text: UnsafeRawBufferPointer, _ rest: Rest) {
        self[rest.region + rest.number] = unsafe Slot(start: text.baseAddress, count: text.count, bits: 0)
        self[rest.region].bits |= 1 << UInt64(rest.number)
    }

    /// The text of a string node, without its escapes.
    @inline(__always)
    mutating func text(_ node: Int, in document: JSONDocument, into slot: Int) {
        if document.isEscaped(node) {
            let text = unsafe document.unescape(node, into: &scratch)
            unsafe self[slot].start = text.baseAddress
            self[slot].count = text.count
        } else {
            unsafe self[slot].start = document.start(node)
            self[slot].count = document.count(node)
        }
    }

    @inline(__always)
    mutating func resolveJSON(
        region: Int, _ schema: MessageSchema, in document: JSONDocument
    ) throws(Refusal) {
        var present = self[region].bits
        for index in 0..<schema.count {
            let number = Int(schema[index].number)
            let bit: UInt64 = 1 << UInt64(number)
            if present & bit != 0, try resolveJSON(schema[index], at: region &+ number, in: document) {
                continue
            }
            present &= ~bit
            if schema[index].required { throw Complaint.missing(schema[index]) }
        }
        self[region].bits = present
    }

    /// False: absent, null, empty or the default.
    @inline(__always)
    mutating func resolveJSON(
        _ spec: borrowing FieldSpec, at slot: Int, in document: JSONDocument
    ) throws(Refusal) -> Bool {
        let node = Int(self[slot].bits)
        let kind = document.kind(node)
        if kind == .null { return false }
        switch spec.kind {
        case .token, .text, .country:
            let isToken = spec.kind == .token
            guard kind == .string else {
                throw kind == .number && isToken
                    ? Complaint.unquoted(copy spec)
                    : Complaint.type(copy spec, found: document.name(node))
            }
            text(node, in: document, into: slot)
            guard self[slot].count > 0 else { return false }
            if isToken {
                try checkToken(spec, at: slot)
            } else if spec.kind == .text {
                try checkText(spec, at: slot)
            } else {
                try checkCountry(at: slot)
            }
        case .flag:
            guard kind == .yes || kind == .no else {
                throw Complaint.type(copy spec, found: document.name(node))
            }
            self[slot].bits = 1
            return kind == .yes
        case .number, .amount:
            guard kind == .number else {
                throw kind == .string
                    ? Complaint.quoted(copy spec)
                    : Complaint.type(copy spec, found: document.name(node))
            }
            guard let value = document.integer(node) else {
                throw Complaint.range(
                    copy spec, found: unsafe shown(document.start(node), document.count(node)))
            }
            self[slot].bits = UInt64(bitPattern: value)
            try checkNumber(spec, at: slot)
            return value != spec.fallback
        case .instant:
            guard kind == .string else { throw Complaint.type(copy spec, found: document.name(node)) }
            text(node, in: document, into: slot)
            self[slot].bits = try time(spec.name, at: slot)
        case .choice:
            guard kind == .string else { throw Complaint.type(copy spec, found: document.name(node)) }
            text(node, in: document, into: slot)
            guard self[slot].count > 0 else { return false }
            self[slot].bits = try choice(copy spec, at: slot)
            return Int64(self[slot].bits) != spec.fallback
        case .tokens: return try jsonTokens(copy spec, node, at: slot, in: document)
        case .papers: return try jsonPapers(copy spec, node, at: slot, in: document)
        case .message: try jsonMessage(copy spec, node, at: slot, in: document)
        case .messages: return try jsonMessages(copy spec, node, at: slot, in: document)
        }
        return true
    }
}
