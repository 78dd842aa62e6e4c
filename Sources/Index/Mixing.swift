/// Arithmetic on 64-bit words: cheap, and the same on every machine.
enum Mixing {
    /// A one-to-one mix of a fingerprint.
    ///
    /// Tables, filters and runs are all ordered by this key and take its high bits for a place, so even
    /// fingerprints that differ in a few low bits only have to spread over the whole range.
    @inline(__always)
    static func key(of fingerprint: UInt64) -> UInt64 {
        let folded = (fingerprint ^ (fingerprint >> 32)) &* 0x9FB2_1C65_1E98_DF25
        return folded ^ (folded >> 29)
    }

    /// The place of `key` among `count` equal parts of the key range; ascending with the key.
    @inline(__always)
    static func place(of key: UInt64, among count: UInt64) -> Int {
        Int(truncatingIfNeeded: key.multipliedFullWidth(by: count).high)
    }

    /// Both halves of the product, folded: every bit of the arguments reaches every bit of the result.
    @inline(__always)
    static func fold(_ one: UInt64, _ other: UInt64) -> UInt64 {
        let product = one.multipliedFullWidth(by: other)
        return product.high ^ product.low
    }
}
