import CSimdJSON

/// simdjson behind one owner: parses a text into nodes, in buffers that are used again.
@safe final class JSONParser {
    private let parser: OpaquePointer?

    init() { unsafe parser = csimdjson_create() }

    deinit { unsafe csimdjson_destroy(parser) }

    /// The document is good until the next parse.
    func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONProblem) -> JSONDocument {
        var document = unsafe csimdjson_document()
        unsafe csimdjson_parse(parser, bytes.baseAddress, bytes.count, &document)
        guard unsafe document.error == 0, let nodes = unsafe document.nodes, let text = unsafe document.text
        else {
            throw unsafe JSONProblem(
                reason: String(cString: csimdjson_reason(document.error)),
                offset: document.error_offset == .max ? nil : Int(document.error_offset))
        }
        return unsafe JSONDocument(nodes: nodes, text: text)
    }

    /// The vector kernel simdjson chose for this machine, such as `haswell`; `fallback` is the slow one.
    static var kernel: String { unsafe String(cString: csimdjson_kernel()) }
}

/// Why a text is not JSON.
struct JSONProblem: Error {
    var reason: String
    /// Bytes from the start, where it is known.
    var offset: Int?
}

/// A parsed text: values are known by the index of their node, the root by 0.
@safe struct JSONDocument {
    let nodes: UnsafePointer<csimdjson_node>
    let text: UnsafePointer<UInt8>

    enum Kind: UInt8 {
        case object, array, string, number, yes, no, null
    }

    @inline(__always)
    func kind(_ index: Int) -> Kind { unsafe Kind(rawValue: nodes[index].kind) ?? .null }

    /// The index after a value and everything in it.
    @inline(__always)
    func next(_ index: Int) -> Int { unsafe Int(nodes[index].next) }

    /// A string without its quotes, or any other value as written.
    @inline(__always)
    func start(_ index: Int) -> UnsafeRawPointer {
        unsafe UnsafeRawPointer(text + Int(nodes[index].start))
    }

    @inline(__always)
    func count(_ index: Int) -> Int { unsafe Int(nodes[index].length) }

    @inline(__always)
    func isEscaped(_ index: Int) -> Bool { unsafe nodes[index].escaped != 0 }

    /// Where an object or array lies in the text.
    func range(_ index: Int) -> Range<Int> {
        let start = unsafe Int(nodes[index].start)
        return start..<(start + count(index))
    }

    func raw(_ index: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: start(index), count: count(index))
    }

    /// How the value is called in a refusal.
    func name(_ index: Int) -> String {
        switch kind(index) {
        case .object: "an object"
        case .array: "an array"
        case .string: "text"
        case .number: "the number \(unsafe shown(start(index), count(index)))"
        case .yes: "true"
        case .no: "false"
        case .null: "null"
        }
    }

    /// A whole number; also one written as `350.0` or `3.5e2`, which JSON does not tell from 350. Nil where
    /// it has a fraction or does not fit.
    @inline(__always)
    func integer(_ index: Int) -> Int64? {
        let bytes = unsafe raw(index)
        var value: Int64 = 0
        guard bytes.count <= 18 else { return unsafe wideInteger(bytes) }
        let negative = unsafe bytes[0] == 0x2D
        for index in (negative ? 1 : 0)..<bytes.count {
            let byte = unsafe bytes[index]
            guard byte &- 0x30 <= 9 else { return unsafe wideInteger(bytes) }
            value = value &* 10 &+ Int64(byte &- 0x30)
        }
        return negative ? -value : value
    }

    @inline(never)
    private func wideInteger(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        if let value = Int64(text) { return value }
        // Above 2^53 a fraction or exponent does not say which whole number is meant.
        guard let number = Double(text), number.magnitude < 9_007_199_254_740_992 else { return nil }
        return Int64(exactly: number)
    }
}
