public import Rulebook
public import Views
import Vocabulary

extension Sandbox {
    /// A view of the recorded course of things.
    ///
    /// - Parameters:
    ///   - directory: of the log.
    ///   - end: the records before this position count; nil: all.
    ///   - progress: the records applied, and how many there are.
    public func build(
        _ name: ViewName, ofLogIn directory: String, under rules: Rulebook, before end: UInt64?,
        progress: (UInt64, UInt64) throws -> Void
    ) throws {
        let source = LogSource(directory: directory, before: end.map { Position($0) }, under: rules)
        let last = try source.end()
        try build(
            name.projector(in: views, from: source, under: rules), until: { last },
            progress: { try progress($0, last.rawValue) })
    }

    /// A view of the new course of things.
    ///
    /// - Parameter progress: the log's records judged again, and how many there are.
    public func build(
        _ name: ViewName, of retrial: Retrial, under rules: Rulebook,
        progress: (UInt64, UInt64) throws -> Void
    ) throws {
        let source = RetrialSource(retrial)
        let length = retrial.length
        let judge: Rulebook =
            if case .byOnly(let files) = retrial.judging, let first = files.first { first.rules } else {
                rules
            }
        try build(
            name.projector(in: views, from: source, under: judge),
            until: { source.isComplete ? try source.end() : nil },
            progress: { _ in try progress(source.position, length) })
    }
}
