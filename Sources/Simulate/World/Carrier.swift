/// A carrier: how its parcel numbers look and which scans it publishes.
struct Carrier {
    let id: StaticString
    let line: StaticString
    /// Whether its line goes to Saudi Arabia and the Emirates; all go to Europe.
    let servesGulf: Bool
    /// What its line takes besides magnetic goods, which all take (R37).
    let takes: Article.Traits
    /// The heaviest parcel its line takes, in grams.
    let mostGrams: Int64
    /// Freight up to 500 g, and for each further 100 g begun, in fen (R28).
    let firstFen: Int64
    let stepFen: Int64
    let numbers: NumberForm
    let scans: [Scan]

    enum NumberForm {
        /// `LP` and fourteen digits.
        case cainiao
        /// `ID`, fourteen digits and `CN`.
        case winit
        /// `4PX`, thirteen digits and `CN`.
        case fourPX
        /// S10 of the Universal Postal Union.
        case s10
        /// `AX` and twelve digits: nobody's form.
        case uncertified
    }

    /// A scan of the ordinary way.
    struct Scan {
        let code: StaticString
        /// Place on the way: 0 is the first physical scan, 1 the delivery; below 0 is the electronic forecast.
        let progress: Double
        let isAbroad: Bool

        init(_ code: StaticString, _ progress: Double, abroad: Bool = false) {
            self.code = code
            self.progress = progress
            isAbroad = abroad
        }
    }

    /// Whether its line takes the parcel there (R37): else there is no route, and so no fee.
    func takes(_ parcel: Parcel, to destination: Destination) -> Bool {
        parcel.grams <= mostGrams && parcel.traits.intersection([.battery, .cosmetic]).isSubset(of: takes)
            && (servesGulf || !destination.isGulf)
    }

    static let cainiao = 0
    static let winit = 1
    static let fourPX = 2
    static let yanwen = 3
    static let uncertified = 4

    /// Lines and forms of numbers as the shipped rulebook has them.
    static let all: [Carrier] = [
        Carrier(
            id: "cainiao", line: "cainiao-standard", servesGulf: true, takes: [.battery, .cosmetic],
            mostGrams: 30_000, firstFen: 3800, stepFen: 320, numbers: .cainiao, scans: cainiaoScans),
        Carrier(
            id: "winit", line: "winit-standard", servesGulf: false, takes: .battery, mostGrams: 20_000,
            firstFen: 4200,
            stepFen: 360, numbers: .winit, scans: aggregatorScans),
        Carrier(
            id: "4px", line: "4px-priority", servesGulf: false, takes: [.battery, .cosmetic],
            mostGrams: 20_000, firstFen: 5200, stepFen: 450, numbers: .fourPX, scans: fourPXScans),
        Carrier(
            id: "yanwen", line: "yanwen-express", servesGulf: true, takes: .cosmetic, mostGrams: 20_000,
            firstFen: 4000,
            stepFen: 340, numbers: .s10, scans: aggregatorScans),
        Carrier(
            id: "acme-express", line: "acme-economy", servesGulf: true, takes: [], mostGrams: 0, firstFen: 0,
            stepFen: 0,
            numbers: .uncertified, scans: []),
    ]

    private static let cainiaoScans: [Scan] = [
        Scan("GTMS_ASN", -1), Scan("PU_PICKUP_SUCCESS", 0), Scan("SC_INBOUND_SUCCESS", 0.03),
        Scan("SC_OUTBOUND_SUCCESS", 0.08), Scan("CC_EX_SUCCESS", 0.17), Scan("LH_DEPART", 0.28),
        Scan("LH_ARRIVE", 0.42, abroad: true), Scan("CC_IM_SUCCESS", 0.54, abroad: true),
        Scan("GTMS_ACCEPT", 0.66, abroad: true), Scan("GTMS_DELIVERING", 0.94, abroad: true),
        Scan("GTMS_SIGNED", 1, abroad: true),
    ]

    private static let fourPXScans: [Scan] = [
        Scan("FPX_L_RPIF", -1), Scan("FPX_C_SPLS", 0), Scan("FPX_C_AAF", 0.03), Scan("FPX_C_ADFF", 0.08),
        Scan("FPX_M_HA", 0.17), Scan("FPX_M_DFOA", 0.28), Scan("FPX_M_ATA", 0.42, abroad: true),
        Scan("FPX_I_RCUK", 0.54, abroad: true), Scan("FPX_D_AAD", 0.66, abroad: true),
        Scan("FPX_D_SD", 0.94, abroad: true), Scan("FPX_S_OK", 1, abroad: true),
    ]

    /// What carriers without a code list of their own send through a tracking aggregator.
    private static let aggregatorScans: [Scan] = [
        Scan("InfoReceived", -1), Scan("InTransit_PickedUp", 0), Scan("InTransit_Departure", 0.24),
        Scan("InTransit_Arrival", 0.44, abroad: true), Scan("OutForDelivery_Other", 0.93, abroad: true),
        Scan("Delivered_Other", 1, abroad: true),
    ]
}
