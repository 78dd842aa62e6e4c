/// A promise that was not kept.
package struct Violation: Error, CustomStringConvertible {
    /// Which promise, in a few words: findings of the same kind are counted together.
    package let promise: String
    package let detail: String

    init(_ promise: String, _ detail: String = "") {
        self.promise = promise
        self.detail = detail
    }

    package var description: String { detail.isEmpty ? promise : "\(promise): \(detail)" }
}
