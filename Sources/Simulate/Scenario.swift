/// What is planted in an order's life. An order has at most one; the rest are ordinary.
///
/// Not each is a violation: some are the near misses that a careless rule gets wrong. The raw value is the name
/// in the truth and on the command line.
public enum Scenario: String, Sendable, CaseIterable {
    /// Uploaded from 1 ms to ten hours after the deadline (R22).
    case lateUpload = "late-upload"
    /// Uploaded 7 200 000 ms after the handover: on time (R22).
    case exactlyTwoHours = "exactly-two-hours"
    /// Never uploaded (R22).
    case missingUpload = "missing-upload"
    /// The accepted number comes again from another ERP account (R14).
    case duplicateNumber = "duplicate-number"
    /// The number of an earlier order (R14).
    case numberConflict = "number-conflict"
    /// The same upload again under a new event id: nothing changes (R14).
    case repeatedUpload = "repeated-upload"
    /// The accepted number is voided and uploaded again (R15).
    case voidedNumberAgain = "voided-number-again"
    /// The accepted number is voided and replaced: no violation (R15, R21).
    case replacedAfterVoiding = "replaced-after-voiding"
    /// A second, different number beside the accepted one (R20).
    case secondNumber = "second-number"
    /// Declared as several boxes (R20).
    case twoBoxes = "two-boxes"
    /// The recipient's number in its national form (R18).
    case phoneWithoutPrefix = "phone-without-prefix"
    /// The right number, typed with spaces (R18).
    case phoneWithSpaces = "phone-with-spaces"
    /// The national trunk zero kept behind the country code (R18).
    case phoneWithTrunkZero = "phone-with-trunk-zero"
    /// The name of other goods than the HS code's (R17).
    case hsNameMismatch = "hs-name-mismatch"
    /// An HS code that does not exist (R17).
    case hsCodeUnknown = "hs-code-unknown"
    /// A name that customs reject because it says nothing (R17).
    case vagueName = "vague-name"
    /// Neither an IOSS number nor the consignee's (R19).
    case taxMissing = "tax-missing"
    /// An IOSS or tax number that is not of its form (R19).
    case taxWrong = "tax-wrong"
    /// An S10 number whose check digit is wrong (R16).
    case wrongCheckDigit = "wrong-check-digit"
    /// A number that is not of its provider's form (R16).
    case wrongFormat = "wrong-format"
    /// Shipped with a carrier that is not on the certified list (R7).
    case providerNotCertified = "provider-not-certified"
    /// The seller never bound this provider (R8).
    case providerNotBound = "provider-not-bound"
    /// Uploaded before the seller bound the provider, and again, too late, afterwards (R8, R21).
    case providerBoundLater = "provider-bound-later"
    /// Intercepted for its phone; the declaration is corrected before the deadline (R21).
    case correctedInTime = "corrected-in-time"
    /// The same, after the deadline (R22).
    case correctedTooLate = "corrected-too-late"
    /// A second report, arriving late, shows an earlier handover and so a late upload (R23).
    case earlierHandoverLater = "earlier-handover-later"
    /// The delivery arrives before the handover does (R38).
    case deliveredBeforeHandover = "delivered-before-handover"
    /// Times that cannot be: delivered before the handover, or handed over before the declaration.
    case impossibleTimes = "impossible-times"
    /// The declaration arrives after handover and upload: no violation (R23).
    case declarationArrivesLate = "declaration-arrives-late"
    /// Handed over and uploaded, but nobody declares it: nothing can be checked.
    case neverDeclared = "never-declared"
    /// An exemption, asked for 72 hours before the handover or more (R6).
    case exemptionGranted = "exemption-granted"
    /// The same, from 1 ms to ten hours too late (R6).
    case exemptionLate = "exemption-late"
    /// Approved without one of the three papers (R6).
    case exemptionIncomplete = "exemption-incomplete"
    /// The missing paper is filed in time (R6).
    case exemptionCompleted = "exemption-completed"
    /// Asked for and not answered: not exempt (R6).
    case exemptionUndecided = "exemption-undecided"
    case exemptionRejected = "exemption-rejected"
    /// Approved for goods that no exemption can free (R5).
    case exemptionOfStandardGoods = "exemption-of-standard-goods"
    /// A bill that is not what the rules come to (R34).
    case billDiffers = "bill-differs"
    /// The same, and a later bill that is right (R34).
    case billCorrected = "bill-corrected"
    /// The platform intercepts what the rules let pass.
    case platformDisagrees = "platform-disagrees"
    /// The same, and then it lets it pass.
    case platformComesRound = "platform-comes-round"
    /// The provider says the route itself: that is a fact, whatever the parcel weighs (R37).
    case routedByProvider = "routed-by-provider"
    /// It says a line that the rulebook doesn't know: no fee can be reckoned (R28, R37).
    case routedByUnknownLine = "routed-by-unknown-line"
    /// Said to be lost, and delivered after all.
    case lostAndFound = "lost-and-found"

    /// Whether it is about a request for exemption.
    var asksExemption: Bool {
        [
            .exemptionGranted, .exemptionLate, .exemptionIncomplete, .exemptionCompleted,
            .exemptionUndecided, .exemptionRejected, .exemptionOfStandardGoods,
        ].contains(self)
    }

    /// Place in ``allCases``.
    var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
