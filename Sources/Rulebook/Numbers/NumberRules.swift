public import Vocabulary

/// What holds for every tracking number, whoever issued it (R14, R16, R20).
public struct NumberRules: Sendable {
    /// How long a number stays taken after its last use (R14 ⚙).
    public var reuseWindow: Interval
    /// How heavily a number weighs whose provider has no known pattern (R16 ⚙).
    public var unknownPattern: Severity
    /// Parcels an order may have (R20).
    public var boxesPerOrder: Int32
    public var clause: String

    public init(reuseWindow: Interval, unknownPattern: Severity, boxesPerOrder: Int32, clause: String) {
        self.reuseWindow = reuseWindow
        self.unknownPattern = unknownPattern
        self.boxesPerOrder = boxesPerOrder
        self.clause = clause
    }
}
