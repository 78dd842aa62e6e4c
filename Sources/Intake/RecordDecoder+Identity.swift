import Wire

extension RecordDecoder {
    /// Whether two records are of the same source and id.
    static func haveSameIdentity(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer)
        -> Bool
    {
        guard let here = try? unsafe identity(of: one),
            let there = try? unsafe identity(of: other)
        else { return false }
        return unsafe one[here.source].elementsEqual(other[there.source])
            && one[here.id].elementsEqual(other[there.id])
    }
}
