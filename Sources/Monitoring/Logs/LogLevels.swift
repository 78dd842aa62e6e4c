public import Logging

/// How much each module says: `info`, or `info,feed=debug,views=warning`.
public struct LogLevels: Sendable, Equatable {
    /// The parts of the daemon that can be told apart, as they are called in its log.
    public static let modules = [
        "service", "log", "intake", "feed", "views", "quarantine", "webhooks", "http",
    ]

    public var general = Logger.Level.info
    public var byModule: [String: Logger.Level] = [:]

    /// A text that says no levels, and what would be right.
    public struct Invalid: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Parameter text: a level, then levels of modules, with commas between them; the first may be left out.
    public init(_ text: String) throws(Invalid) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let words = part.split(separator: "=", omittingEmptySubsequences: false).map {
                String($0.filter { !$0.isWhitespace })
            }
            if words.count == 1, index == 0 {
                general = try Self.level(words[0])
            } else if words.count == 2 {
                guard Self.modules.contains(words[0]) else {
                    throw Invalid(
                        description:
                            "names \(words[0]), and there are \(Self.modules.joined(separator: ", "))")
                }
                byModule[words[0]] = try Self.level(words[1])
            } else {
                throw Invalid(description: "says \(part), must be like info or info,feed=debug")
            }
        }
    }

    public subscript(module: String) -> Logger.Level { byModule[module] ?? general }

    /// A logger of one of ``modules``.
    public func logger(_ module: String) -> Logger {
        var logger = Logger(label: "firstmile.\(module)")
        logger.logLevel = self[module]
        return logger
    }

    private static func level(_ text: String) throws(Invalid) -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            let all = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Invalid(description: "is \(text), must be one of \(all)")
        }
        return level
    }
}
