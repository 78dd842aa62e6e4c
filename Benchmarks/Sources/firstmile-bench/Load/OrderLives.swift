import Foundation
import Vocabulary
import Wire

/// The lives of many orders, each fact made from its number alone, so that any of them can be said again.
///
/// An order is declared, handed over and uploaded; it is delivered when so many younger ones have been uploaded as are
/// to be open. One step is an order's beginning and another one's end.
struct OrderLives {
    static let sellers = 2000
    private static let phones = 20_000
    private static let begin = Instant(seconds: 1_710_000_000)
    /// All orders come within sixty days, or idle ones would leave.
    private static let span = Interval.days(50)

    let orders: Int
    let open: Int
    private let encoder = RecordEncoder()

    init(orders: Int, open: Int) {
        self.orders = orders
        self.open = open
    }

    enum Kind: Int, CaseIterable { case declared, handedOver, uploaded, delivered }

    /// When a step happens, by the log's time.
    func time(_ step: Int) -> Instant {
        Self.begin + Interval(nanoseconds: Self.span.nanoseconds / Int64(orders) * Int64(step))
    }

    /// The bindings without which no number is accepted.
    func bindings() -> [(payload: Payload, time: Instant, id: String)] {
        (0..<Self.sellers).map { seller in
            (
                .providerBound(ProviderBound(sellerID: Self.seller(seller), provider: "cainiao")),
                Self.begin - .days(30), "bound-\(seller)"
            )
        }
    }

    /// The facts of a step.
    func facts(_ step: Int) -> [(Int, Kind)] {
        var facts = [(step, Kind.declared), (step, .handedOver), (step, .uploaded)]
        if step >= open { facts.append((step - open, .delivered)) }
        return facts
    }

    func id(_ order: Int, _ kind: Kind) -> String { "\(kind)-\(order)" }

    /// - Parameter changed: another content for the same id.
    func payload(_ order: Int, _ kind: Kind, changed: Bool = false) throws -> Payload {
        let id = OrderID(try token("8190\(100_000_000_000 + order)"))
        let seller = Self.seller(order % Self.sellers)
        switch kind {
        case .declared:
            var it = OrderDeclared(orderID: id, sellerID: seller, country: Country("ES") ?? Country.all[0])
            it.category = "apparel-shoes"
            it.goods = [Good(englishName: "plastic phone case", hsCode: "392690", quantity: 2)]
            it.weight = Grams(changed ? 251 : 250)
            it.incoterm = .ddp
            it.recipientPhone = try token("+346\(10_000_000 + order % Self.phones)")
            it.ioss = "IM3720000224"
            it.provider = "cainiao"
            it.line = "cainiao-standard"
            return .orderDeclared(it)
        case .handedOver:
            var it = HandedOver(orderID: id, sellerID: seller, provider: "cainiao")
            it.boxes = changed ? 2 : 1
            return .handedOver(it)
        case .uploaded:
            return .numberUploaded(
                NumberUploaded(
                    orderID: id, sellerID: seller, erpAccount: "dianxiaomi-1", provider: "cainiao",
                    trackingNumber: TrackingNumber(
                        try token("LP00\(changed ? 9 : 1)\(10_000_000_000 + order)"))))
        case .delivered:
            var it = Delivered(orderID: id)
            if changed { it.provider = "cainiao" }
            return .delivered(it)
        }
    }

    /// The record as the intake writes it.
    func record(
        _ payload: Payload, id: String, time: Instant, into record: inout [UInt8]
    ) {
        record.removeAll(keepingCapacity: true)
        encoder.encode(payload, id: id, source: "bench/orders", time: time, origin: .fact, into: &record)
    }

    private static func seller(_ number: Int) -> SellerID { SellerID(Token("store-\(number)") ?? Token()) }

    private func token(_ text: String) throws -> Token {
        guard let token = Token(text) else { throw BenchError("\(text) is too long") }
        return token
    }
}
