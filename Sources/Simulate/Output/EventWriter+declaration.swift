/// The customs declaration. What is in the parcel and who receives it follow from the order alone, so that a corrected declaration
/// differs from the first in nothing but what was corrected.
extension EventWriter {
    func appendDeclaration(
        _ plan: Plan, _ form: PhoneForm, boxes: UInt8, slip: DeclarationSlip?, to bytes: inout [UInt8]
    ) {
        var dice = Dice(seed: seed, .declaration, UInt64(plan.order))
        let destination = Destination.all[plan.destination]
        let carrier = Carrier.all[plan.carrier]
        let parcel = plan.parcel
        let article = Article.all[parcel.article]

        bytes.append("country", destination.code)
        bytes.append("category", parcel.category)
        bytes.append(",\"goods\":[{")
        bytes.append("englishName", Self.name(of: parcel.article, slip, plan), first: true)
        bytes.append("hsCode", slip == .unknownCode ? Article.unknownCodes.one(for: plan) : article.hsCode)
        bytes.append(name: "quantity")
        bytes.append(UInt64(parcel.quantity))
        bytes.append("}]")
        bytes.append("battery", article.traits.contains(.battery))
        bytes.append("magnetic", article.traits.contains(.magnetic))
        bytes.append("cosmetic", article.traits.contains(.cosmetic))
        bytes.append("custom", parcel.isCustom)
        bytes.append("largeFurniture", article.traits.contains(.largeFurniture))
        bytes.append(name: "weightGrams")
        bytes.append(UInt64(parcel.grams))
        bytes.append(name: "boxes")
        bytes.append(UInt64(boxes))
        bytes.append("incoterm", parcel.isDDP ? "DDP" : "DDU")
        bytes.append(name: "recipientPhone")
        bytes.append(0x22)
        appendPhone(destination, form, &dice, to: &bytes)
        bytes.append(0x22)
        appendTax(destination, Seller.all[plan.seller], slip, &dice, to: &bytes)
        bytes.append("provider", carrier.id)
        bytes.append("line", carrier.line)
    }

    private static func name(of article: Int, _ slip: DeclarationSlip?, _ plan: Plan) -> StaticString {
        switch slip {
        case .otherName: Article.all[Article.ofAnotherCode[article]].name
        case .vagueName: Article.vagueNames.one(for: plan)
        case .unknownCode, .taxMissing, .taxWrong, nil: Article.all[article].name
        }
    }

    private func appendPhone(
        _ destination: Destination, _ form: PhoneForm, _ dice: inout Dice, to bytes: inout [UInt8]
    ) {
        let prefix = destination.mobilePrefixes[dice.below(destination.mobilePrefixes.count)]
        let width = destination.mobileDigits
        let digits = UInt64(dice.between(0, width == 7 ? 9_999_999 : 999_999))
        switch form {
        case .strict:
            bytes.append(destination.callingCode)
        case .withoutPrefix:
            if destination.hasTrunkZero { bytes.append(0x30) }
        case .withSpaces:
            bytes.append(destination.callingCode)
            bytes.append(0x20)
            bytes.append(prefix)
            bytes.append(0x20)
            bytes.append(digits / 10_000, width: width - 4)
            bytes.append(0x20)
            bytes.append(digits % 10_000, width: 4)
            return
        case .withTrunkZero:
            bytes.append(destination.callingCode)
            bytes.append(0x30)
        }
        bytes.append(prefix)
        bytes.append(digits, width: width)
    }

    private func appendTax(
        _ destination: Destination, _ seller: Seller, _ slip: DeclarationSlip?, _ dice: inout Dice,
        to bytes: inout [UInt8]
    ) {
        if slip == .taxMissing { return }
        switch destination.tax {
        case .none:
            break
        case .ioss:
            bytes.append("ioss", slip == .taxWrong ? Seller.wrongIOSS : seller.ioss)
        case .saudi:
            bytes.append(name: "taxId")
            bytes.append("\"3")
            bytes.append(UInt64(dice.between(0, 999_999_999)), width: 9)
            bytes.append(slip == .taxWrong ? "00004\"" : "00003\"")
        case .emirati:
            bytes.append(name: "taxId")
            bytes.append("\"100")
            bytes.append(UInt64(dice.between(0, 999_999_999)), width: 9)
            bytes.append(slip == .taxWrong ? "00\"" : "003\"")
        }
    }
}

extension [StaticString] {
    /// The same for every declaration of one order.
    fileprivate func one(for plan: Plan) -> StaticString { self[Int(plan.order) % count] }
}

extension [UInt8] {
    fileprivate mutating func append(_ name: StaticString, _ value: Bool) {
        append(name: name)
        append(value ? "true" : "false")
    }
}
