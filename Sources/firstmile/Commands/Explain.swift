import ArgumentParser
import EventLog
import Explaining
import Rulebook
import Vocabulary

/// `firstmile explain`
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Tell an order's story: its events, verdicts with clause and fix, its clock, and what to do now.",
        discussion: "  firstmile explain 8190000000000001\n  firstmile explain 8190000000000001 --lang zh")

    @Argument(help: "The order's id.")
    var order: String

    @Option(help: "en or zh.")
    var lang: Language = .en

    @OptionGroup var rulebook: RulebookOption

    @OptionGroup var source: DataOption

    /// Nothing was ever recorded about the order.
    struct Unknown: Error, CustomStringConvertible {
        let order: String
        let data: String
        var description: String { "the log in \(data) holds nothing about order \(order)" }
    }

    func run() throws {
        guard let token = Token(order), !order.isEmpty else {
            throw ValidationError(
                "an order id has 1 to \(Token.capacity) bytes; this one has \(order.utf8.count)")
        }
        let directory = try source.directory()
        let log = try LogReader(directory: directory.log)
        let progress = Progress("reading the log", of: try log.end(), unit: "records")
        let history = try OrderHistory(of: OrderID(token), in: log) { progress.reached($0) }
        progress.end()
        guard !history.records.isEmpty else {
            throw Unknown(order: order, data: source.data)
        }
        let story = OrderStory(history, rulebooks: try rulebook.rules(in: directory), language: lang)
        for line in Explanation(story: story).lines {
            Terminal.print(line)
        }
    }
}
