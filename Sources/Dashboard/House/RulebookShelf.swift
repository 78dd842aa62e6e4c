import Explaining
public import Rulebook
import Synchronization
public import Views

/// The rulebooks of the log, read once and not with every question: a log only ever gets more of them.
public final class RulebookShelf: Sendable {
    private let known = Mutex<(count: Int, files: [RulebookFile])>((0, []))

    init() {}

    /// In the order of the log, as far as a view has read it; empty where it has met none.
    public func files(_ reader: ViewReader) throws -> [RulebookFile] {
        let count = try reader.rulebookCount()
        if let files = known.withLock({ $0.count == count ? $0.files : nil }) { return files }
        let files = try reader.rulebooks()
        known.withLock { $0 = (files.count, files) }
        return files
    }

    /// By the beginning of their force; without any, the one that is built in.
    public func timetable(_ reader: ViewReader) throws -> Timetable<Rulebook> { try files(reader).timetable }
}
