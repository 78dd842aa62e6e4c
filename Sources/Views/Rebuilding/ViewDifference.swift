public import Vocabulary

/// In what two files of a view differ, both as of the same position.
public struct ViewDifference: Sendable, Equatable {
    /// What comes before it was in both.
    public var position: Position
    public var tables: [Table] = []
    public var tablesOnlyInOld: [String] = []
    public var tablesOnlyInNew: [String] = []
    /// The first rows that differ.
    public var told: [Row] = []

    public var isEmpty: Bool {
        tables.allSatisfy(\.isEqual) && tablesOnlyInOld.isEmpty && tablesOnlyInNew.isEmpty
    }

    /// The rows of one table, counted.
    public struct Table: Sendable, Equatable {
        public var name: String
        public var old = 0
        public var new = 0
        public var onlyOld = 0
        public var onlyNew = 0
        public var changed = 0
        /// Columns that only one of the files has; not compared.
        public var otherColumns: [String]

        public var isEqual: Bool { onlyOld == 0 && onlyNew == 0 && changed == 0 && otherColumns.isEmpty }
    }

    /// In what way a row differs.
    public enum Kind: String, Sendable { case onlyOld = "only-old", onlyNew = "only-new", changed }

    /// A row that differs.
    public struct Row: Sendable, Equatable {
        public var table: String
        public var kind: Kind
        public var key: [Cell]
        public var changes: [Change] = []
    }

    /// Nil for NULL.
    public struct Cell: Sendable, Equatable {
        public var name: String
        public var value: String?
    }

    /// A column that has another value now.
    public struct Change: Sendable, Equatable {
        public var column: String
        public var old: String?
        public var new: String?
    }
}
