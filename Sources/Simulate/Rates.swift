/// How often what goes wrong goes wrong, and what else happens now and then. All are shares between 0 and 1.
public struct Rates: Sendable {
    private var shares = [Double](repeating: 0, count: Scenario.allCases.count)

    /// Of all dispatched parcels. The source's benchmark for pre-shipment: 96.7 %.
    public var delivered = 0.967
    /// Of all dispatched parcels. The source's benchmark: 0.18 %.
    public var lost = 0.0018
    /// Of all dispatched parcels.
    public var complained = 0.012
    /// Of all tracks: one expected scan is missing. The source's benchmark: 99.2 % are complete.
    public var incompleteTrack = 0.008
    /// Of clean orders: the platform publishes its own verdict, the same as ours.
    public var platformVerdict = 0.02
    /// Of orders that owe a fee: the carrier bills them. Those of the scenarios about bills always are.
    public var billed = 0.4
    /// Of all sellers: asked once that their battery products be exempted (R5, R6).
    public var categoryRequests = 0.5
    /// Of what sellers and carriers do before the first parcel: something is missing or wrong (R9–R12).
    public var flawedOnboardings = 0.35
    /// Of the biggest store's orders on its bad day, when its ERP drops the prefix of phone numbers. No such day in a
    /// stream of less than ten.
    public var badDay = 0.4
    /// Of all events: delivered a second time, with the same id and content.
    public var redelivered = 0.004
    /// Of all events: the publisher skipped one to three numbers of its sequence before it.
    public var publisherGap = 0.000_02
    /// Of all events: followed by one that must be refused.
    public var malformed = 0.0

    /// Plausible rates; nothing malformed.
    public init() {
        for (scenario, share) in Self.plausible { self[scenario] = share }
    }

    /// The share of orders to mandatory countries that a scenario is planted in.
    ///
    /// Where circumstances don't allow it (no earlier order to conflict with, no binding near), the order stays
    /// ordinary. Shares that sum to more than 1 leave no ordinary orders and cut off the last scenarios.
    public subscript(_ scenario: Scenario) -> Double {
        get { shares[scenario.index] }
        set { shares[scenario.index] = newValue }
    }

    /// No scenario, no gap, nothing twice and nothing lost: every mandatory order complies.
    public static var clean: Rates {
        var rates = Rates()
        for scenario in Scenario.allCases { rates[scenario] = 0 }
        rates.lost = 0
        rates.categoryRequests = 0
        rates.flawedOnboardings = 0
        rates.badDay = 0
        rates.redelivered = 0
        rates.publisherGap = 0
        return rates
    }

    private static let plausible: [(Scenario, Double)] = [
        (.lateUpload, 0.010), (.exactlyTwoHours, 0.001), (.missingUpload, 0.004),
        (.duplicateNumber, 0.002), (.numberConflict, 0.001), (.repeatedUpload, 0.002),
        (.voidedNumberAgain, 0.0008), (.replacedAfterVoiding, 0.002), (.secondNumber, 0.001),
        (.twoBoxes, 0.001), (.phoneWithoutPrefix, 0.002), (.phoneWithSpaces, 0.001),
        (.phoneWithTrunkZero, 0.001), (.hsNameMismatch, 0.002), (.hsCodeUnknown, 0.001),
        (.vagueName, 0.001), (.taxMissing, 0.001), (.taxWrong, 0.001), (.wrongCheckDigit, 0.0008),
        (.wrongFormat, 0.001),
        (.providerNotCertified, 0.0008), (.providerNotBound, 0.001), (.providerBoundLater, 0.006),
        (.correctedInTime, 0.003), (.correctedTooLate, 0.001), (.earlierHandoverLater, 0.001),
        (.deliveredBeforeHandover, 0.0008), (.impossibleTimes, 0.0008), (.declarationArrivesLate, 0.003),
        (.neverDeclared, 0.0008), (.exemptionGranted, 0.003), (.exemptionLate, 0.0015),
        (.exemptionIncomplete, 0.001), (.exemptionCompleted, 0.001), (.exemptionUndecided, 0.001),
        (.exemptionRejected, 0.001), (.exemptionOfStandardGoods, 0.0008), (.billDiffers, 0.004),
        (.billCorrected, 0.002), (.platformDisagrees, 0.001), (.platformComesRound, 0.0008),
        (.routedByProvider, 0.01), (.routedByUnknownLine, 0.001), (.lostAndFound, 0.0008),
    ]
}

/// Draws a scenario by its rate; made once, because every plan asks.
struct ScenarioTable {
    private var limits: [Double] = []
    private let total: Double

    init(_ rates: Rates) {
        var sum = 0.0
        for scenario in Scenario.allCases {
            sum += rates[scenario]
            limits.append(sum)
        }
        total = sum
    }

    /// Nil: an ordinary order.
    func draw(_ dice: inout Dice) -> Scenario? {
        let drawn = dice.fraction()
        guard drawn < total, let index = limits.firstIndex(where: { drawn < $0 }) else { return nil }
        return Scenario.allCases[index]
    }
}
