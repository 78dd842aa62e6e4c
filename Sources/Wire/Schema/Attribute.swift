/// Slots of the envelope: to 11 the numbers of `Event`, then what only the JSON form has.
enum Attribute {
    static let id = 1
    static let source = 2
    static let time = 3
    static let sequence = 4
    static let correlation = 5
    static let causation = 6
    static let origin = 7
    static let cause = 8
    static let extraAttributes = 9
    static let extraData = 10
    static let version = 11

    static let specversion = 12
    static let type = 13
    static let subject = 14
    static let data = 15
    static let contentType = 16
    static let base64 = 17
    static let position = 18
    static let recordedTime = 19
}

extension FieldSpec {
    static let id = Self.attribute(Attribute.id, "id", required: true, Limits.id, "\"wms-1-000042\"")
    static let source = Self.attribute(
        Attribute.source, "source", required: true, Limits.source, "\"erp/dianxiaomi\"")
    static let time = Self.instant(UInt8(Attribute.time), "time", required: true)
    static let subject = Self.attribute(Attribute.subject, "subject", Limits.attribute, order)
    static let correlation = Self.attribute(
        Attribute.correlation, "correlationid", Limits.attribute, "\"batch-7\"")
    static let causation = Self.attribute(
        Attribute.causation, "causationid", Limits.attribute, "\"wms-1-000041\"")
    static let sequence = Self.attribute(Attribute.sequence, "sequence", 20, "\"00000000000000000042\"")
    static let type = Self.attribute(
        Attribute.type, "type", required: true, Limits.attribute, "\"firstmile.order-declared.v1\"")
    static let specversion = Self.attribute(
        Attribute.specversion, "specversion", required: true, 3, "\"1.0\"")
    static let contentType = Self.attribute(
        Attribute.contentType, "datacontenttype", Limits.attribute, "\"application/json\"")
    static let origin = Self.attribute(Attribute.origin, "origin", 8, "\"fact\"")
    static let cause = Self.attribute(Attribute.cause, "cause", 20, "\"41\"")
    static let data = Self(
        number: UInt8(Attribute.data), kind: .message, required: true, name: "data",
        example: "{\"orderId\": \"8190000000000001\"}")
    static let base64 = Self.attribute(Attribute.base64, "data_base64", 0, "{}")

    /// In the order in which most serializers write them.
    static let attributes: [Self] = [
        specversion, id, source, type, time, subject, contentType, data, sequence, correlation, causation,
        origin, cause, .attribute(Attribute.position, "position", 20, "\"41\""),
        .attribute(Attribute.recordedTime, "recordedtime", 35, "\"2024-05-06T02:00:00.000Z\""), base64,
    ]

    private static func attribute(
        _ number: Int, _ name: StaticString, required: Bool = false, _ high: Int, _ example: StaticString
    ) -> Self {
        Self(
            number: UInt8(number), kind: .token, required: required, name: name, high: Int64(high),
            example: example)
    }
}
