import CSimdJSON

/// Members that no schema knows: kept as written but for the spaces.
extension JSONDocument {
    /// Writes a value without spaces between its parts, so that it stays on one line.
    func write(_ index: Int, into out: inout ByteWriter) {
        switch kind(index) {
        case .object:
            out.byte(0x7B)
            var member = index + 1
            while member < next(index) {
                if member > index + 1 { out.byte(0x2C) }
                writeMember(member, into: &out)
                member = next(member + 1)
            }
            out.byte(0x7D)
        case .array:
            out.byte(0x5B)
            var element = index + 1
            while element < next(index) {
                if element > index + 1 { out.byte(0x2C) }
                write(element, into: &out)
                element = next(element)
            }
            out.byte(0x5D)
        case .string:
            out.byte(0x22)
            unsafe out.bytes(raw(index))
            out.byte(0x22)
        case .number, .yes, .no, .null:
            unsafe out.bytes(raw(index))
        }
    }

    /// `"name":value`, from the node of the name.
    func writeMember(_ key: Int, into out: inout ByteWriter) {
        write(key, into: &out)
        out.byte(0x3A)
        write(key + 1, into: &out)
    }

    /// The first name that occurs twice in an object, or in an object inside the value.
    func repeatedName(in index: Int) -> String? {
        guard kind(index) == .object || kind(index) == .array else { return nil }
        var names: [(digest: UInt64, key: Int)] = []
        let isObject = kind(index) == .object
        var child = index + 1
        while child < next(index) {
            if isObject {
                names.append((digest(child), child))
                child += 1
            }
            if let inside = repeatedName(in: child) { return inside }
            child = next(child)
        }
        return firstRepeated(&names)
    }

    /// The same among some members of an object, told by the nodes of their names.
    func repeatedName(among keys: [Int]) -> String? {
        var names = keys.map { (digest: digest($0), key: $0) }
        for key in keys {
            if let inside = repeatedName(in: key + 1) { return inside }
        }
        return firstRepeated(&names)
    }

    private func firstRepeated(_ names: inout [(digest: UInt64, key: Int)]) -> String? {
        names.sort { ($0.digest, $0.key) < ($1.digest, $1.key) }
        for (one, other) in zip(names, names.dropFirst()) where one.digest == other.digest {
            return string(other.key)
        }
        return nil
    }

    /// Of a name without its escapes: `"a"` and `"\u0061"` are the same name.
    private func digest(_ key: Int) -> UInt64 {
        guard isEscaped(key) else { return unsafe Digest.of(raw(key)) }
        var plain = ByteWriter()
        let text = unsafe unescape(key, into: &plain)
        return unsafe Digest.of(text)
    }

    /// A string's text; good until `out` is written to again, or as long as its room was reserved before.
    func unescape(_ index: Int, into out: inout ByteWriter) -> UnsafeRawBufferPointer {
        let begin = out.count
        let length = count(index)
        let from = unsafe text + Int(nodes[index].start)
        unsafe out.fill(length) { room in unsafe csimdjson_unescape(from, length, room) }
        return unsafe out.bytes(from: begin)
    }
}
