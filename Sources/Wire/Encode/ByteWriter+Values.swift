import Vocabulary

/// Values of the vocabulary as protobuf fields. What is absent or a default is not written.
extension ByteWriter {
    @inline(__always)
    mutating func token(_ number: Int, _ token: Token) {
        guard !token.isEmpty else { return }
        unsafe token.withBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe text(number, start, bytes.count)
        }
    }

    @inline(__always)
    mutating func token(_ number: Int, _ token: Token?) {
        if let token { self.token(number, token) }
    }

    @inline(__always)
    mutating func id(_ number: Int, _ id: some Identifier) { token(number, id.token) }

    @inline(__always)
    mutating func id<ID: Identifier>(_ number: Int, _ id: ID?) {
        if let id { token(number, id.token) }
    }

    mutating func string(_ number: Int, _ text: String) {
        guard !text.isEmpty else { return }
        var copy = text
        copy.withUTF8 { utf8 in
            guard let start = utf8.baseAddress else { return }
            unsafe self.text(number, UnsafeRawPointer(start), utf8.count)
        }
    }

    mutating func string(_ number: Int, _ text: String?) {
        if let text { string(number, text) }
    }

    mutating func flag(_ number: Int, _ value: Bool) {
        if value { varint(number, 1) }
    }

    /// `fallback`: what an absent field means.
    mutating func number(_ number: Int, _ value: Int32, unless fallback: Int32) {
        if value != fallback { varint(number, UInt64(bitPattern: Int64(value))) }
    }

    @inline(__always)
    mutating func instant(_ number: Int, _ instant: Instant?) {
        if let instant { fixed64(number, UInt64(bitPattern: instant.nanoseconds)) }
    }

    @inline(__always)
    mutating func choice<Choice: Equatable>(_ number: Int, _ choice: Choice?, _ all: [Choice]) {
        if let choice { varint(number, Numbered.number(of: choice, in: all)) }
    }

    @inline(__always)
    mutating func message(_ number: Int, _ body: (inout ByteWriter) -> Void) {
        key(number, 2)
        let start = count
        body(&self)
        close(from: start)
    }
}
