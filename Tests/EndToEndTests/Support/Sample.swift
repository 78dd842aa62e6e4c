/// One order whose phone lacks its country code: declared, handed over, uploaded, intercepted.
enum Sample {
    static let orderID = "8190000000000001"

    /// Four events, one a line. The third is the handover, the last the upload.
    static let order = [
        event("s-1", "provider-bound", "01:00", "\"sellerId\":\"store-1\",\"provider\":\"cainiao\""),
        event(
            "s-2", "order-declared", "02:00",
            "\(parcel),\"country\":\"ES\",\"boxes\":1,\"recipientPhone\":\"912345678\",\"ioss\":\"IM3720000224\""
        ),
        event("s-3", "handed-over", "03:00", parcel),
        event(
            "s-4", "number-uploaded", "04:00",
            "\(parcel),\"erpAccount\":\"erp-1\",\"trackingNumber\":\"LP00612345678901\""),
    ].joined(separator: "\n")

    static let unknownType = event("s-5", "no-such-thing", "05:00", parcel)

    private static let parcel =
        "\"orderId\":\"\(orderID)\",\"sellerId\":\"store-1\",\"provider\":\"cainiao\""

    private static func event(_ id: String, _ type: String, _ time: String, _ data: String) -> String {
        "{\"specversion\":\"1.0\",\"id\":\"\(id)\",\"source\":\"erp/sample\",\"type\":\"firstmile.\(type).v1\","
            + "\"time\":\"2024-05-06T\(time):00Z\",\"data\":{\(data)}}"
    }
}
