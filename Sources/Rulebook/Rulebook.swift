public import Vocabulary

/// The policy in force: every number, list and clause by which a parcel is judged, as one immutable value.
///
/// Pure: no file, no clock, no Foundation. ``RulebookFile`` reads it, and checked it before anybody sees it.
/// What events change over time (certified providers, bindings) is the gate's state; this is its beginning.
public struct Rulebook: Sendable {
    /// `name@hash8`: what verdicts quote (R13). The hash is over the whole text, see ``RulebookFile``.
    public var identity: Token
    /// The name written in the file.
    public var name: String
    /// From when on it judges, inclusive.
    public var effectiveFrom: Instant

    public var mandate: Mandate
    public var categories: CategoryRules
    public var exemption: ExemptionRules
    public var workingDays: WorkingCalendar
    public var onboarding: OnboardingRules
    public var numbers: NumberRules
    public var phone: PhoneRules
    public var clock: UploadClock
    public var sources: TrustedSources
    public var fees: FeeRules
    public var routing: RoutingRules
    public var score: ScoreRules
    public var messages: MessageTable
    public var milestones: MilestoneMap
    public var tracking: TrackingRules
    public var rateAlarms: RateAlarmRules
    public var benchmarks: Benchmarks
    public var goodsNames: GoodsNames
    public var nomenclature: Nomenclature
    public var vagueNames: VagueNames
    public var tax: TaxRules

    /// In the order of the file.
    public var providers: [ProviderRules] { didSet { indexProviders() } }
    /// In the order of the file: a provider's first line comes first.
    public var lines: [Line] { didSet { indexLines() } }

    private var providerIndex: [ProviderID: Int] = [:]
    private var lineIndex: [LineID: Int] = [:]

    /// For the loader, which checked the parts against each other.
    init(
        identity: Token, name: String, effectiveFrom: Instant, mandate: Mandate, categories: CategoryRules,
        exemption: ExemptionRules, workingDays: WorkingCalendar, onboarding: OnboardingRules,
        numbers: NumberRules, phone: PhoneRules, clock: UploadClock,
        sources: TrustedSources, fees: FeeRules, routing: RoutingRules, score: ScoreRules,
        messages: MessageTable, milestones: MilestoneMap,
        tracking: TrackingRules, rateAlarms: RateAlarmRules, benchmarks: Benchmarks,
        goodsNames: GoodsNames, nomenclature: Nomenclature, vagueNames: VagueNames, tax: TaxRules,
        providers: [ProviderRules], lines: [Line]
    ) {
        self.identity = identity
        self.name = name
        self.effectiveFrom = effectiveFrom
        self.mandate = mandate
        self.categories = categories
        self.exemption = exemption
        self.workingDays = workingDays
        self.onboarding = onboarding
        self.numbers = numbers
        self.phone = phone
        self.clock = clock
        self.sources = sources
        self.fees = fees
        self.routing = routing
        self.score = score
        self.messages = messages
        self.milestones = milestones
        self.tracking = tracking
        self.rateAlarms = rateAlarms
        self.benchmarks = benchmarks
        self.goodsNames = goodsNames
        self.nomenclature = nomenclature
        self.vagueNames = vagueNames
        self.tax = tax
        self.providers = providers
        self.lines = lines
        indexProviders()
        indexLines()
    }

    private mutating func indexProviders() {
        providerIndex = Dictionary(
            providers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func indexLines() {
        lineIndex = Dictionary(
            lines.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Nil for a provider the rulebook does not know.
    public func provider(_ id: ProviderID) -> ProviderRules? {
        providerIndex[id].map { providers[$0] }
    }

    /// Nil for a line the rulebook does not know.
    public func line(_ id: LineID) -> Line? {
        lineIndex[id].map { lines[$0] }
    }

    /// Whether an order to `country` that is judged at `instant` must comply (R2, R3): handover time, or upload
    /// time where there is no handover yet.
    public func isMandatory(_ country: Country, at instant: Instant) -> Bool {
        mandate.isMandatory(country, at: instant)
    }

    /// Whether the rulebook's own list certifies the provider at that time (R7). Events change it afterwards.
    public func isCertified(_ provider: ProviderID, at instant: Instant) -> Bool {
        guard let index = providerIndex[provider] else { return false }
        return providers[index].certified(at: instant)
    }

    /// Whether the number has its provider's form (R16). Judged as ``TrackingNumber/normalised``.
    public func check(_ number: TrackingNumber, _ provider: ProviderID) -> NumberCheck {
        guard let index = providerIndex[provider] else { return .unknownPattern }
        return providers[index].check(number)
    }

    /// What a carrier's scan code stands for (R38). Nil: a code nobody mapped, kept but without meaning.
    public func milestone(_ provider: ProviderID, code: Token) -> Milestone? {
        milestones.milestone(provider, code: code)
    }

    /// Severity, clause and texts of a finding.
    public func message(_ code: FindingCode) -> Message { messages[code] }

    /// Severity, clause and texts of an anomaly.
    public func message(_ kind: AnomalyKind) -> Message { messages[kind] }

    /// How heavily a wrong phone number weighs for this destination (R18).
    public func phoneSeverity(_ country: Country) -> Severity { phone.severity(country) }
}
