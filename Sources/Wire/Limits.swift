/// How long a text may be and how many of a thing an event may hold. May be widened, never narrowed: the log
/// holds what was accepted before.
public enum Limits {
    /// Bytes of UTF-8.
    public static let id = 128
    public static let source = 255
    /// Of ids, numbers and codes: what a `Token` holds.
    public static let token = 39
    public static let freeText = 200
    /// Of `subject`, `correlationid` and `causationid`.
    public static let attribute = 255
    public static let goods = 50
    public static let findings = 64
    public static let lines = 50
    /// Of a fee's working.
    public static let feeLines = 16
    public static let papers = 16
    /// Bytes of one event in its canonical form.
    public static let event = 64 << 10
    /// The same for `rulebook-activated`, which carries a whole rulebook.
    public static let rulebookEvent = 1 << 20
}
