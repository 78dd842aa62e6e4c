import Vocabulary

/// What a seller and a carrier do before the first parcel (R8–R12), and what of it is missing or wrong.
struct Onboarding {
    /// What is wrong with an onboarding whose binding is done.
    enum Flaw: CaseIterable {
        case paperMissing
        case paperLater
        case addressDiffers
        case addressCorrected
        case fewTracks
        case notApproved
    }

    /// How far a carrier came that a seller never shipped with.
    enum Stop: CaseIterable {
        /// All is done but the seller's confirmation: the usual failure.
        case notBound
        case notAnswered
        case unbound
    }

    let seller: Int
    let carrier: Int
    let flaw: Flaw?
    /// Nil: bound, and used.
    let stop: Stop?
    /// When it is bound, where it ever is: milliseconds since 1970.
    let boundAt: Int64

    /// Papers as the shipped rulebook names them (R9).
    static let papers: [StaticString] = [
        "business-licence", "customs-registration-receipt", "customs-registration-number",
        "legal-person-id-front", "legal-person-id-back",
    ]
    /// Distinct tracks an integration test needs (R10).
    static let tracksNeeded = 5

    /// Of every seller with every carrier it has to do with, by seller. Flaws and stops are dealt out one after the
    /// other, so that each occurs.
    static func all(_ options: SimulationOptions, _ calendar: OrderCalendar) -> [Onboarding] {
        var flaws = Int(options.seed % UInt64(Flaw.allCases.count))
        var stops = Int(options.seed % UInt64(Stop.allCases.count))
        var all: [Onboarding] = []
        for (index, seller) in Seller.all.enumerated() {
            var dice = Dice(seed: options.seed, .onboarding, UInt64(index))
            func add(_ carrier: Int, boundAt: Int64, stop: Stop? = nil) {
                var flaw: Flaw?
                if dice.chance(options.rates.flawedOnboardings), stop == nil {
                    flaws += 1
                    flaw = Flaw.allCases[flaws % Flaw.allCases.count]
                }
                all.append(
                    Onboarding(seller: index, carrier: carrier, flaw: flaw, stop: stop, boundAt: boundAt))
            }
            func early() -> Int64 { calendar.start - dice.between(30 * 24 * hour, 40 * 24 * hour) }
            for carrier in seller.bound { add(carrier, boundAt: early()) }
            if let carrier = seller.boundLater { add(carrier, boundAt: calendar.binding(of: index)) }
            stops += 1
            add(seller.neverBound, boundAt: early(), stop: Stop.allCases[stops % Stop.allCases.count])
        }
        return all
    }

    /// What is said in the weeks before the binding, and the binding itself, by time.
    func notices(_ dice: inout Dice) -> [(notice: Notice, time: Int64)] {
        let day = OrderCalendar.dayMs
        // Counted back from the binding of those who bind early: they all lie before the first order.
        let engaged = boundAt - dice.between(16 * day, 20 * day)
        var said: [(notice: Notice, time: Int64)] = [(.engaged, engaged)]
        guard stop != .notAnswered else { return said }
        let filed = engaged + dice.between(hour, 40 * hour)
        let isPartial = flaw == .paperMissing || flaw == .paperLater
        let differs = flaw == .addressDiffers || flaw == .addressCorrected
        said.append((.filed(lacks: isPartial ? 4 : nil, differs: differs), filed))
        if flaw == .paperLater || flaw == .addressCorrected {
            said.append((.filed(lacks: nil, differs: false), filed + dice.between(day, 3 * day)))
        }
        let tracked = filed + dice.between(4 * day, 6 * day)
        for track in 0..<6 {
            // The last says an earlier one again: it doesn't count twice.
            let number = track == 5 ? 0 : flaw == .fewTracks && track == 4 ? 1 : track
            said.append((.tracked(number), tracked + Int64(track) * 3 * hour))
        }
        if flaw != .notApproved { said.append((.approved, tracked + dice.between(2 * day, 4 * day))) }
        guard stop != .notBound else { return said }
        said.append((.bound, boundAt))
        if stop == .unbound { said.append((.unbound, boundAt + dice.between(day, 5 * day))) }
        return said
    }
}

/// One thing that is said of a seller and a carrier.
enum Notice {
    case engaged
    /// Index of the paper that is missing; whether the two addresses differ.
    case filed(lacks: Int?, differs: Bool)
    case tracked(Int)
    case approved
    case bound
    case unbound
}

extension Onboarding {
    /// Sorted by name.
    var openKinds: [AnomalyKind] {
        flaw == .paperMissing ? [.qualificationIncomplete] : flaw == .addressDiffers ? [.addressMismatch] : []
    }

    /// Those that were open and are resolved.
    var resolvedKinds: [AnomalyKind] {
        flaw == .paperLater
            ? [.qualificationIncomplete] : flaw == .addressCorrected ? [.addressMismatch] : []
    }

    /// The steps that are missing in the end, in the order in which the shipped rulebook looks for them.
    var missingSteps: [StaticString] {
        var missing: [StaticString] = []
        if stop != nil { missing.append("binding") }
        if stop == .notAnswered || flaw == .paperMissing { missing.append("qualification") }
        if stop == .notAnswered || flaw == .fewTracks || flaw == .notApproved {
            missing.append("integration-test")
        }
        return missing
    }

    var missingPapers: [StaticString] {
        if stop == .notAnswered { return Self.papers }
        return flaw == .paperMissing ? [Self.papers[4]] : []
    }

    var tracks: Int {
        if stop == .notAnswered { return 0 }
        return flaw == .fewTracks ? Self.tracksNeeded - 1 : Self.tracksNeeded
    }
}
