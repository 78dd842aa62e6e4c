import Vocabulary

extension EventType {
    /// The fields of its payload: DESIGN.md's names, in the order of `Schemas/firstmile/v1`.
    var fields: [FieldSpec] {
        switch self {
        case .orderDeclared: FieldSpec.orderDeclared
        case .handedOver:
            [
                .orderID(1), .sellerID(2), .provider(3), .token(4, "warehouse", "\"SZ-01\""), .boxes(5),
                .trackingNumber(6, required: false),
            ]
        case .numberUploaded:
            [
                .orderID(1), .sellerID(2), .token(3, "erpAccount", required: true, "\"dianxiaomi-1\""),
                .provider(4), .trackingNumber(5),
            ]
        case .numberVoided:
            [.orderID(1), .provider(2), .trackingNumber(3), .text(4, "reason", "\"misprint\"")]
        case .scanned:
            [
                .orderID(1, required: false), .provider(2, required: false),
                .trackingNumber(3, required: false),
                .token(4, "code", required: true, "\"SC_INBOUND_SUCCESS\""),
                .token(5, "place", "\"Shenzhen\""),
            ]
        case .delivered, .lost: [.orderID(1), .sellerID(2, required: false), .provider(3, required: false)]
        case .complained:
            [.orderID(1), .sellerID(2, required: false), .text(3, "reason", "\"arrived late\"")]
        case .feeBilled: [.orderID(1), .provider(2, required: false), .amountFen]
        case .validated: FieldSpec.validated
        case .routed: FieldSpec.routed
        case .exemptionRequested:
            [
                .requestID, .sellerID(2), .orderID(3, required: false),
                .token(4, "category", "\"battery-products\""),
                FieldSpec(
                    number: 5, kind: .papers, required: true, name: "documents", choices: .document,
                    example: "[\"material-proof\", \"msds\", \"carrier-qualification\"]"),
            ]
        case .exemptionDecided:
            [
                .requestID, .orderID(2, required: false),
                .choice(3, "decision", .decision, required: true, "\"approved\""),
            ]
        case .providerCertified: [.provider(1), .instant(2, "until")]
        case .providerDecertified: [.provider(1)]
        case .providerEngaged, .integrationApproved, .providerBound, .providerUnbound:
            [.sellerID(1), .provider(2)]
        case .qualificationFiled:
            [
                .sellerID(1), .provider(2),
                FieldSpec(
                    number: 3, kind: .tokens, name: "documents", high: Int64(Limits.papers),
                    example: "[\"business-licence\"]"),
                .text(4, "registeredAddress", "\"1 Example Road, Shenzhen\""),
                .text(5, "operatingAddress", "\"1 Example Road, Shenzhen\""),
            ]
        case .trialTracked: [.sellerID(1), .provider(2), .trackingNumber(3)]
        case .rulebookActivated:
            [
                .text(1, "name", required: true, "\"2024.2\""),
                .text(2, "hash", required: true, "\"sha256:…\""),
                .text(3, "content", required: true, high: Limits.rulebookEvent, "\"name: …\""),
            ]
        case .deadlineApproaching:
            [
                .orderID(1), .sellerID(2, required: false), .instant(3, "deadline", required: true),
                .number(4, "minutesLeft", 0...100_000, fallback: 0, "30"),
            ]
        case .deadlineMissed:
            [
                .orderID(1), .sellerID(2, required: false), .instant(3, "handedOverAt", required: true),
                .instant(4, "deadline", required: true), .instant(5, "acceptedAt"),
            ]
        case .deadlineWithdrawn:
            [
                .orderID(1), .sellerID(2, required: false),
                .choice(3, "reason", .withdrawal, required: true, "\"uploaded-in-time\""),
                .instant(4, "acceptedAt"),
            ]
        case .feeAssessed: FieldSpec.feeAssessed
        }
    }
}

extension FieldSpec {
    static let requestID = Self.token(1, "requestId", required: true, "\"ex-1\"")
    static let amountFen = Self(
        number: 3, kind: .amount, required: true, name: "amountFen", low: 0, high: .max, example: "5108")

    static let orderDeclared: [Self] = [
        .orderID(1), .sellerID(2),
        Self(number: 3, kind: .country, required: true, name: "country", example: "\"ES\""),
        .token(4, "category", "\"electronic-accessories\""),
        Self(
            number: 5, kind: .messages, name: "goods", high: Int64(Limits.goods), inner: .good,
            example: "[{\"englishName\": \"phone case\", \"hsCode\": \"392690\", \"quantity\": 1}]"),
        .flag(6, "battery"), .flag(7, "magnetic"), .flag(8, "cosmetic"), .flag(9, "custom"),
        .flag(10, "largeFurniture"), .number(11, "weightGrams", 1...100_000, "350"),
        Self(
            number: 12, kind: .message, name: "dimensionsMm", inner: .dimensions,
            example: "{\"length\": 200, \"width\": 120, \"height\": 40}"),
        .boxes(13), .choice(14, "incoterm", .incoterm, "\"DDU\""),
        .token(15, "recipientPhone", "\"+34612345678\""), .token(16, "taxId", "\"12345678Z\""),
        .token(17, "ioss", "\"IM3720000224\""), .provider(18, required: false),
        .token(19, "line", "\"cainiao-standard\""),
    ]

    static let validated: [Self] = [
        .orderID(1), .sellerID(2, required: false),
        .choice(3, "verdict", .verdict, required: true, "\"pass\""),
        .findings(4, "findings"), .provider(5, required: false), .trackingNumber(6, required: false),
        .token(7, "erpAccount", "\"dianxiaomi-1\""), .token(8, "rulebook", "\"2024.2\""),
        .choice(9, "status", .status, "\"compliant\""),
        .token(10, "acceptedNumber", "\"LP00612345678901\""), .token(11, "acceptedProvider", "\"cainiao\""),
        .instant(12, "firstAcceptedAt"), .findings(13, "open"), .token(14, "phoneMetadata", "\"8.12.57\""),
    ]

    static func findings(_ number: UInt8, _ name: StaticString) -> Self {
        Self(
            number: number, kind: .messages, name: name, high: Int64(Limits.findings), inner: .finding,
            isAlwaysShown: number == 4,
            example: "[{\"code\": \"PHONE_FORMAT\", \"severity\": \"blocking\"}]")
    }

    /// What every message inside a payload keeps of members it does not know; never a member itself.
    static let innerExtra = 15

    static let good: [Self] = [
        .text(1, "englishName", required: true, "\"phone case\""),
        .token(2, "hsCode", required: true, "\"392690\""),
        .number(3, "quantity", 1...1_000_000, fallback: 1, "1"),
    ]

    static let dimensions: [Self] = [
        .number(1, "length", required: true, 1...100_000, "200"),
        .number(2, "width", required: true, 1...100_000, "120"),
        .number(3, "height", required: true, 1...100_000, "40"),
    ]

    static let finding: [Self] = [
        .choice(1, "code", .findingCode, required: true, "\"PHONE_FORMAT\""),
        .choice(2, "severity", .severity, fallback: 0, "\"blocking\""),
        .text(3, "evidence", "\"912345678\""), .text(4, "fix", "\"+34912345678\""),
    ]
}
