/// A country parcels go to, and what is usual there.
struct Destination {
    let code: StaticString
    /// Share of all orders, in percent.
    let share: Double
    /// Whether the shipped rulebook makes pre-shipment mandatory for it (R2).
    let isMandatory: Bool
    /// Mean days from handover to delivery.
    let days: Double
    let callingCode: StaticString
    /// Beginnings of mobile numbers that are valid in every edition of the phone metadata at hand.
    let mobilePrefixes: [StaticString]
    /// Digits behind the prefix.
    let mobileDigits: Int
    /// Whether numbers are dialled with a leading zero inside the country.
    let hasTrunkZero: Bool
    let tax: TaxNumber

    enum TaxNumber {
        case none
        /// The seller's import one-stop-shop number.
        case ioss
        /// Fifteen digits that begin and end with 3.
        case saudi
        /// Fifteen digits.
        case emirati
    }

    /// Saudi Arabia and the Emirates: only some lines go there.
    var isGulf: Bool {
        switch tax {
        case .saudi, .emirati: true
        case .none, .ioss: false
        }
    }

    /// ES takes the 9.4 days of the source's benchmark; the others are plausible.
    static let all: [Destination] = [
        Destination(
            code: "ES", share: 24, isMandatory: true, days: 9.4, callingCode: "+34",
            mobilePrefixes: ["61", "62", "63", "65", "66", "69"], mobileDigits: 7, hasTrunkZero: false,
            tax: .ioss),
        Destination(
            code: "FR", share: 17, isMandatory: true, days: 9.8, callingCode: "+33",
            mobilePrefixes: ["60", "61", "62", "64", "66", "67"], mobileDigits: 7, hasTrunkZero: true,
            tax: .ioss),
        Destination(
            code: "DE", share: 10, isMandatory: true, days: 9.1, callingCode: "+49",
            mobilePrefixes: ["1511", "1512", "1520", "1522", "1573", "1590"], mobileDigits: 7,
            hasTrunkZero: true, tax: .ioss),
        Destination(
            code: "NL", share: 7, isMandatory: true, days: 8.9, callingCode: "+31",
            mobilePrefixes: ["61", "62", "63", "64", "65"], mobileDigits: 7, hasTrunkZero: true,
            tax: .ioss),
        Destination(
            code: "PL", share: 12, isMandatory: true, days: 10.2, callingCode: "+48",
            mobilePrefixes: ["50", "51", "53", "60", "66", "69", "78"], mobileDigits: 7,
            hasTrunkZero: false, tax: .ioss),
        Destination(
            code: "SA", share: 8, isMandatory: true, days: 11.6, callingCode: "+966",
            mobilePrefixes: ["50", "53", "54", "55", "56"], mobileDigits: 7, hasTrunkZero: true,
            tax: .saudi),
        Destination(
            code: "AE", share: 5, isMandatory: true, days: 10.4, callingCode: "+971",
            mobilePrefixes: ["50", "52", "54", "55", "56"], mobileDigits: 7, hasTrunkZero: true,
            tax: .emirati),
        Destination(
            code: "IT", share: 7, isMandatory: false, days: 10.8, callingCode: "+39",
            mobilePrefixes: ["320", "328", "333", "340", "347", "348"], mobileDigits: 7,
            hasTrunkZero: false, tax: .ioss),
        Destination(
            code: "US", share: 6, isMandatory: false, days: 12.3, callingCode: "+1",
            mobilePrefixes: ["2122", "3103", "4152", "6463", "7134"], mobileDigits: 6, hasTrunkZero: false,
            tax: .none),
        Destination(
            code: "BR", share: 4, isMandatory: false, days: 16.9, callingCode: "+55",
            mobilePrefixes: ["1198", "1199", "2198", "2199", "3198"], mobileDigits: 7, hasTrunkZero: false,
            tax: .none),
    ]

    /// What ``Dice/weighted(_:)`` asks for.
    static let shares = all.map(\.share).runningSums
    /// Where a phone number can be typed with its trunk zero.
    static let withTrunkZero = all.indices.filter { all[$0].isMandatory && all[$0].hasTrunkZero }
}
