/// Text as a JSON string, for whoever writes a small document by hand.
public enum JSONText {
    /// In quotation marks, with everything escaped that JSON wants escaped.
    public static func quoted(_ text: String) -> String {
        var writer = ByteWriter()
        writer.jsonString(text)
        return unsafe String(decoding: writer.bytes, as: UTF8.self)
    }
}
