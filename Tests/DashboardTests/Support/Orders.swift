import Foundation

/// Events as a publisher writes them.
enum Orders {
    static func event(_ type: String, _ id: String, _ data: String, at time: String) -> String {
        """
        {"specversion":"1.0","id":"\(id)","source":"test","type":"firstmile.\(type).v1","time":"\(time)",\
        "data":{\(data)}}
        """
    }

    static func id(_ number: Int) -> String { "8190000000\(100_000 + number)" }

    static func declared(_ number: Int, seller: String = "store-1", name: String = "phone case") -> String {
        event(
            "order-declared", "declared-\(number)",
            """
            "orderId":"\(id(number))","sellerId":"\(seller)","country":"ES","category":"electronic-accessories",\
            "goods":[{"englishName":"\(name)","hsCode":"392690","quantity":1}],"weightGrams":350,"boxes":1,\
            "incoterm":"DDU","recipientPhone":"+34612345678","ioss":"IM3720000224","provider":"cainiao",\
            "line":"cainiao-standard"
            """, at: "2024-05-06T00:00:00.000Z")
    }

    static func handedOver(_ number: Int, seller: String = "store-1") -> String {
        event(
            "handed-over", "handed-\(number)",
            "\"orderId\":\"\(id(number))\",\"sellerId\":\"\(seller)\",\"provider\":\"cainiao\",\"boxes\":1",
            at: "2024-05-06T02:0\(number % 10):00.000Z")
    }

    static func uploaded(_ number: Int, seller: String = "store-1") -> String {
        event(
            "number-uploaded", "uploaded-\(number)",
            """
            "orderId":"\(id(number))","sellerId":"\(seller)","erpAccount":"dianxiaomi-1","provider":"cainiao",\
            "trackingNumber":"LP00612345\(600_000 + number)"
            """, at: "2024-05-06T02:30:00.000Z")
    }

    static func bound(seller: String) -> String {
        event(
            "provider-bound", "bound-\(seller)", "\"sellerId\":\"\(seller)\",\"provider\":\"cainiao\"",
            at: "2024-04-06T02:00:00.000Z")
    }

    /// So many orders of two stores, every third without a number.
    static func day(_ count: Int) -> [String] {
        [bound(seller: "store-0"), bound(seller: "store-1")]
            + (0..<count).flatMap { number -> [String] in
                let seller = "store-\(number % 2)"
                let known = [declared(number, seller: seller), handedOver(number, seller: seller)]
                return number % 3 == 0 ? known : known + [uploaded(number, seller: seller)]
            }
    }
}
