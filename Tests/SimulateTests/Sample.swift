import Simulate
import Testing

/// What the stream says about one order, gathered without any rule.
struct Facts: Sendable {
    struct Declaration { let time: Int64, phone, name, code, ioss, taxID: String }
    struct Upload { let time: Int64, provider: String, number: String }

    var declared: [Declaration] = []
    var uploads: [Upload] = []
    var handovers: [Int64] = []
    var deliveredAt: Int64?
    /// The delivery arrived while no handover had.
    var deliveredFirst = false
    var isLost = false
    var firstScan: Int64?

    mutating func add(_ line: Line) {
        switch line.type {
        case "order-declared":
            let good = line.first("goods")
            declared.append(
                Declaration(
                    time: line.time, phone: line.text("recipientPhone"),
                    name: good["englishName"] as? String ?? "", code: good["hsCode"] as? String ?? "",
                    ioss: line.text("ioss"), taxID: line.text("taxId")))
        case "number-uploaded":
            uploads.append(
                Upload(time: line.time, provider: line.text("provider"), number: line.text("trackingNumber")))
        case "handed-over": handovers.append(line.time)
        case "delivered":
            deliveredAt = line.time
            deliveredFirst = handovers.isEmpty
        case "lost": isLost = true
        case "scanned":
            let isElectronic = ["GTMS_ASN", "FPX_L_RPIF", "InfoReceived"].contains(line.text("code"))
            if !isElectronic { firstScan = min(firstScan ?? .max, line.time) }
        default: break
        }
    }

    var lastDeclared: Declaration? { declared.max { $0.time < $1.time } }
    var lastPhone: String { lastDeclared?.phone ?? "" }
}

/// One order of the truth.
struct Told: Sendable {
    let id, scenario, country, status: String
    let isAbnormal, isUnfinished: Bool
    let anomalies, resolved: Set<String>
    let feeFen, billedFen: Int?
    let uploadedAt, handedOverAt: Int64?

    init(_ line: [String: Any]) throws {
        id = try #require(line["orderId"] as? String)
        scenario = try #require(line["scenario"] as? String)
        country = try #require(line["country"] as? String)
        status = try #require(line["status"] as? String)
        isAbnormal = try #require(line["abnormal"] as? Bool)
        isUnfinished = try #require(line["unfinished"] as? Bool)
        anomalies = Set(try #require(line["anomalies"] as? [String]))
        resolved = Set(try #require(line["resolved"] as? [String]))
        feeFen = line["feeFen"] as? Int
        billedFen = line["billedFen"] as? Int
        uploadedAt = milliseconds(line["uploadedAt"])
        handedOverAt = milliseconds(line["handedOverAt"])
    }
}

/// Four thousand orders with every scenario made more frequent, and what is told of each.
struct Sample: Sendable {
    static let shared = Result { try Sample() }
    let orders: [(told: Told, facts: Facts)]

    init() throws {
        var options = SimulationOptions(orders: 4_000, seed: 20_240_506, tellsAllOrders: true)
        for scenario in Scenario.allCases { options.rates[scenario] = max(options.rates[scenario], 0.006) }
        let world = try World(options)
        var facts: [String: Facts] = [:]
        // Scans may name the carrier and the number instead of the order.
        var owners: [String: String] = [:]
        var seen: Set<String> = []
        for line in try world.lines() where seen.insert(line.source + " " + line.id).inserted {
            guard let order = line.order ?? owners[line.text("trackingNumber")] else { continue }
            if line.type == "number-uploaded", owners[line.text("trackingNumber")] == nil {
                owners[line.text("trackingNumber")] = order
            }
            facts[order, default: Facts()].add(line)
        }
        orders = try world.told("order").map {
            let told = try Told($0)
            return (told, try #require(facts[told.id]))
        }
    }
}
