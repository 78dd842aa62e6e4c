internal import CShippedRulebook

/// The files of `Schemas/rulebook`, built into the program.
enum ShippedFiles {
    /// By the name under which the shipped rulebook refers to it.
    static func text(named name: String) throws(RulebookError) -> String {
        guard let file = unsafe firstmile_shipped_file(name) else {
            throw .unreadable(path: name, reason: "it is not one of the shipped files")
        }
        let bytes = unsafe UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.count)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}
