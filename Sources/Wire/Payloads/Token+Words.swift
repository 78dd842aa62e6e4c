import Vocabulary

extension Token {
    /// The same as `Token(utf8:)`, without a call out of this module and without `memcpy`: an event has five to
    /// ten tokens. A test holds the two together.
    ///
    /// `count` is at most ``Limits/token``.
    @inline(__always)
    init(start: UnsafeRawPointer, count: Int) {
        var words: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, UInt64(count) << 56)
        if count >= 8 {
            // The last eight bytes, moved down so that those of an earlier word fall away.
            let last = unsafe start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self).littleEndian
            let rest = count & 7 == 0 ? 0 : last &>> UInt64(64 &- (count & 7) &* 8)
            words.0 = unsafe Self.word(start, 0)
            if count < 16 {
                words.1 = rest
            } else {
                words.1 = unsafe Self.word(start, 8)
                if count < 24 {
                    words.2 = rest
                } else {
                    words.2 = unsafe Self.word(start, 16)
                    if count < 32 {
                        words.3 = rest
                    } else {
                        words.3 = unsafe Self.word(start, 24)
                        words.4 |= rest
                    }
                }
            }
        } else {
            words.0 = unsafe Digest.partial(start, count)
        }
        self = unsafe unsafeBitCast(words, to: Token.self)
    }

    @inline(__always)
    private static func word(_ start: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
    }
}
