import Foundation
import Vocabulary

/// Events that say different things of themselves.
enum Facts {
    static func declared(_ order: String, seller: String = "store-1", country: String = "ES") -> Payload {
        .orderDeclared(
            OrderDeclared(
                orderID: OrderID(token(order)), sellerID: SellerID(token(seller)),
                country: Country(country) ?? Country.all[0]))
    }

    static func handedOver(_ order: String, seller: String = "store-1", provider: String = "cainiao")
        -> Payload
    {
        .handedOver(
            HandedOver(
                orderID: OrderID(token(order)), sellerID: SellerID(token(seller)),
                provider: ProviderID(token(provider))))
    }

    static func scanned(_ order: String?, number: String? = nil) -> Payload {
        .scanned(
            Scanned(
                orderID: order.map { OrderID(token($0)) },
                trackingNumber: number.map { TrackingNumber(token($0)) }, code: "SC_INBOUND_SUCCESS"))
    }

    static func missed(_ order: String, seller: String = "store-1") -> Payload {
        .deadlineApproaching(
            DeadlineApproaching(
                orderID: OrderID(token(order)), sellerID: SellerID(token(seller)),
                deadline: Desk.Time.start, minutesLeft: 30))
    }

    /// A mixed day: orders by number, three sellers, two providers, two countries.
    static func day(_ orders: Range<Int>) -> [Payload] {
        orders.flatMap { number -> [Payload] in
            let order = "81900000\(10_000 + number)"
            let seller = "store-\(number % 3)"
            return [
                declared(order, seller: seller, country: number % 2 == 0 ? "ES" : "FR"),
                handedOver(order, seller: seller, provider: number % 2 == 0 ? "cainiao" : "4px"),
                scanned(order),
            ]
        }
    }

    private static func token(_ text: String) -> Token { Token(text) ?? Token() }
}

extension String {
    /// A member of an event in JSON.
    func member(_ name: String) -> Any? {
        let object = (try? JSONSerialization.jsonObject(with: Data(utf8))) as? [String: Any]
        return object?[name] ?? (object?["data"] as? [String: Any])?[name]
    }

    var position: UInt64 { (member("position") as? NSNumber)?.uint64Value ?? .max }
}
