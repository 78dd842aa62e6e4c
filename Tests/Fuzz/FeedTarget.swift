import Vocabulary
import Wire

/// Requests to the feed, and batches as clients read them: what does not read is refused with what is wrong and what
/// would be right, and what reads says the same when it is written again.
struct FeedTarget: Target {
    static let name = "feed"
    private let requests: [(verb: String, json: [UInt8])]
    private let batch: [UInt8]
    private let reader = FeedRequestReader()
    private let replies = FeedReplyReader()

    init(_ corpus: Corpus) throws {
        var fetch = FetchRequest(from: .consumer("stock"))
        fetch.filter.types = [.scanned, .validated]
        fetch.filter.sellers = ["store-1", "store-2"]
        fetch.filter.origin = .fact
        fetch.waitMilliseconds = 500
        fetch.group = .init(consumer: "stock", member: GroupMember(name: "m-1", generation: 3))
        let all: [FeedRequest] = [
            .fetch(fetch), .fetch(FetchRequest(from: .time(Instant(seconds: 1_714_960_800)))),
            .commit(consumer: "a", position: Position(7), member: GroupMember(name: "m", generation: 1)),
            .reset(consumer: "a", to: .end), .reset(consumer: "a", to: .position(Position(1))),
            .join(consumer: "a", member: "m", leaseMilliseconds: 1000), .leave(consumer: "a", member: "m"),
            .forget(consumer: "a"), .consumers,
        ]
        requests = all.map { (String($0.verb.dropFirst("firstmile/1 ".count)), Array($0.json.utf8)) }
        let writer = RecordBatchWriter()
        let encoder = RecordEncoder()
        var batch: [UInt8] = []
        for number in 0..<8 {
            var record: [UInt8] = []
            encoder.encode(
                .delivered(Delivered(orderID: "8190000000000001")), id: "\(number)",
                time: Instant(seconds: 1_714_960_800), into: &record)
            try unsafe record.withUnsafeBytes {
                try unsafe writer.add(
                    $0, position: Position(UInt64(number)), recordedAt: Instant(seconds: 1), as: .protobuf,
                    to: &batch)
            }
        }
        self.batch = batch
    }

    mutating func run(_ dice: inout Dice) throws {
        let (verb, json) = dice.pick(requests)
        let mutated = JSONMutation.mutate(json, others: requests.map(\.json), &dice)
        do {
            let request = try unsafe mutated.withUnsafeBytes { try unsafe reader.read(verb: verb, $0) }
            let again = try unsafe Array(request.json.utf8).withUnsafeBytes {
                try unsafe reader.read(verb: verb, $0)
            }
            try require(again == request, "what was written is another request", mutated)
        } catch let problem as FeedProblem {
            try require(
                !problem.code.isEmpty && !problem.reason.isEmpty && !problem.fix.isEmpty,
                "refused without a word", mutated)
        }
        // A client reads what anybody may send it.
        _ = try? replies.read([
            Array("firstmile/1 \(dice.pick(["BATCH", "JOINED", "CONSUMERS", "COMMITTED", "ERROR"]))".utf8),
            [],
            Array("application/vnd.firstmile.records+protobuf".utf8), mutated, [],
        ])
        let damaged = dice.damage(batch)
        var bytes = 0
        _ = unsafe damaged.withUnsafeBytes { all in
            unsafe RecordBatchReader.read(all) { _, _, record in
                bytes += record.count
                _ = unsafe RecordOutline.of(record, [.order, .seller])
            }
        }
        try require(bytes <= damaged.count, "it read more than there is", damaged)
    }
}
