import Decisions
import Foundation
import Intake
import PhoneNumbers
import Rulebook

/// What takes long to make and never changes: one for all seeds that a thread plays, one after the other.
package final class SharedParts {
    let rules: Rulebook
    let phones: any PhoneChecking
    let goods: any GoodsSearching
    /// A directory of ours alone, in memory if there is one: what left the gate's memory, and the views.
    let scratch: String

    package init() throws {
        let memory = "/dev/shm"
        let base = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        scratch = "\(base)/simulated-\(UUID().uuidString)"
        for name in ["daemon", "oracle"] {
            try FileManager.default.createDirectory(
                atPath: "\(scratch)/\(name)", withIntermediateDirectories: true)
        }
        rules = RulebookFile.shipped.rules
        phones = PhoneLibrary(destinations: rules.mandate.countries.map(\.country))
        goods = try GoodsLibrary(rules: rules)
    }

    package func remove() { try? FileManager.default.removeItem(atPath: scratch) }
}
