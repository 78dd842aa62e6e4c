import Vocabulary

/// Times, words and lists in JSON.
extension Workspace {
    /// Nanoseconds, from a text slot. The very first nanosecond is what an unset clock gives, and refused.
    @inline(__always)
    func time(_ field: StaticString, at slot: Int) throws(Refusal) -> UInt64 {
        let text = unsafe UnsafeRawBufferPointer(start: self[slot].start, count: self[slot].count)
        guard let instant = unsafe RFC3339.parse(text), instant.nanoseconds > 0 else {
            throw Complaint.time("\(field)", found: "\"\(unsafe shown(text.baseAddress, text.count))\"")
        }
        return UInt64(bitPattern: instant.nanoseconds)
    }

    /// The number of a word.
    func choice(_ spec: FieldSpec, at slot: Int) throws(Refusal) -> UInt64 {
        let text = unsafe UnsafeRawBufferPointer(start: self[slot].start, count: self[slot].count)
        for (index, word) in spec.choices.words.enumerated()
        where unsafe word.utf8.count == text.count && word.utf8.elementsEqual(text) {
            return UInt64(index + spec.choices.first)
        }
        throw Complaint.choice(spec, found: "\"\(unsafe shown(text.baseAddress, text.count))\"")
    }

    private func count(_ array: Int, in document: JSONDocument) -> Int {
        var found = 0
        var element = array + 1
        while element < document.next(array) {
            found += 1
            element = document.next(element)
        }
        return found
    }

    func openArray(_ spec: FieldSpec, _ node: Int, in document: JSONDocument) throws(Refusal) -> Int {
        guard document.kind(node) == .array else { throw Complaint.type(spec, found: document.name(node)) }
        return count(node, in: document)
    }

    mutating func jsonTokens(
        _ spec: FieldSpec, _ node: Int, at slot: Int, in document: JSONDocument
    ) throws(Refusal) -> Bool {
        let found = try openArray(spec, node, in: document)
        guard found <= spec.high else { throw Complaint.tooMany(spec, found) }
        let first = take(found)
        var element = node + 1
        for index in 0..<found {
            guard document.kind(element) == .string else { throw Complaint.item(spec, index) }
            text(element, in: document, into: first + index)
            let (start, count) = unsafe (self[first + index].start, self[first + index].count)
            guard count > 0, count <= Limits.token, let start = unsafe start,
                unsafe TextCheck.isPlain(start, count)
            else { throw Complaint.item(spec, index) }
            element = document.next(element)
        }
        self[slot].bits = UInt64(first)
        self[slot].count = found
        return found > 0
    }

    mutating func jsonPapers(
        _ spec: FieldSpec, _ node: Int, at slot: Int, in document: JSONDocument
    ) throws(Refusal) -> Bool {
        let found = try openArray(spec, node, in: document)
        var papers: UInt64 = 0
        var element = node + 1
        for index in 0..<found {
            guard document.kind(element) == .string else { throw Complaint.item(spec, index) }
            text(element, in: document, into: slot)
            do throws(Refusal) {
                papers |= 1 << (try choice(spec, at: slot) - 1)
            } catch {
                var refusal = error
                refusal.field = "\(spec.name)[\(index)]"
                throw refusal
            }
            element = document.next(element)
        }
        self[slot].bits = papers
        return papers != 0
    }

    mutating func jsonMessages(
        _ spec: FieldSpec, _ node: Int, at slot: Int, in document: JSONDocument
    ) throws(Refusal) -> Bool {
        let found = try openArray(spec, node, in: document)
        guard found <= spec.high else { throw Complaint.tooMany(spec, found) }
        let first = take(found * Workspace.innerSize)
        var element = node + 1
        for index in 0..<found {
            do throws(Refusal) {
                try inner(spec, element, region: first + index * Workspace.innerSize, in: document)
            } catch { throw error.inside("\(spec.name)[\(index)]") }
            element = document.next(element)
        }
        self[slot].bits = UInt64(first)
        self[slot].count = found
        return found > 0
    }

    mutating func jsonMessage(
        _ spec: FieldSpec, _ node: Int, at slot: Int, in document: JSONDocument
    ) throws(Refusal) {
        let region = take(Workspace.innerSize)
        self[slot].bits = UInt64(region)
        do throws(Refusal) {
            if spec.inner == .dimensions, document.kind(node) == .array {
                try triple(spec, node, region: region, in: document)
            } else {
                try inner(spec, node, region: region, in: document)
            }
        } catch { throw error.inside("\(spec.name)") }
    }

    private mutating func inner(
        _ spec: FieldSpec, _ node: Int, region: Int, in document: JSONDocument
    ) throws(Refusal) {
        guard document.kind(node) == .object else {
            var refusal = Complaint.type(spec, found: document.name(node))
            refusal.field = ""
            throw refusal
        }
        let schema = Schemas.all[inner: spec.inner]
        let hasRest = try scan(node, in: document, region: region, schema)
        try resolveJSON(region: region, schema, in: document)
        guard hasRest else { return }
        try keepRest(node, in: document, schema, rest: Rest(region: region, number: FieldSpec.innerExtra))
    }

    /// Dimensions are also understood as `[length, width, height]`.
    private mutating func triple(
        _ spec: FieldSpec, _ node: Int, region: Int, in document: JSONDocument
    ) throws(Refusal) {
        let schema = Schemas.all[inner: .dimensions]
        guard count(node, in: document) == schema.count else {
            var refusal = Complaint.type(spec, found: "an array of another length than 3")
            refusal.field = ""
            throw refusal
        }
        var element = node + 1
        for number in 1...schema.count {
            self[region + number].bits = UInt64(element)
            element = document.next(element)
        }
        unsafe self[region] = Slot(start: nil, count: 0, bits: 0b1110)
        try resolveJSON(region: region, schema, in: document)
    }
}
