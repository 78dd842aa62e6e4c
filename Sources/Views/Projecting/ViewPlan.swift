import GRDB
import Vocabulary

/// Everything that must be known of a view to write its file.
package struct ViewPlan<F: Fold>: Sendable {
    package let name: String
    /// What the file must say to be of use.
    package let version: Int
    let events: EventTypes
    let createTables: @Sendable (Database) throws -> Void
    let createKeys: @Sendable (Database) throws -> Void
    let createIndexes: @Sendable (Database) throws -> Void
    let emptyRows: [String: String]
    /// A statement of it may fail and be undone.
    let needsRollback: Bool
    let make: @Sendable (ViewRules, ViewMemory, Database) throws -> F
}

extension ViewPlan where F: Projection {
    /// Of a view that is part of this program.
    package init(_ projection: F.Type) {
        name = F.name
        version = F.version
        events = F.events
        createTables = { try F.createTables(in: $0) }
        createKeys = { try F.createKeys(in: $0) }
        createIndexes = { try F.createIndexes(in: $0) }
        emptyRows = F.emptyRows
        needsRollback = false
        make = { try F(rules: $0, memory: $1, in: $2) }
    }
}
