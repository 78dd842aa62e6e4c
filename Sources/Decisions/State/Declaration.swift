import Vocabulary

/// What the rules ask of a declaration, held for every open order: fixed fields, and one run of bytes for the texts.
struct Declaration: Sendable {
    let terms: DeclaredTerms
    let texts: DeclaredTexts

    var time: Instant { terms.time }
    var position: Position { terms.position }
    var country: Country { terms.country }
    var boxes: Int32 { terms.boxes }
}

/// The fields of a declaration that have a fixed width.
struct DeclaredTerms: Sendable, BitwiseCopyable {
    let time: Instant
    let position: Position
    let category: Name
    let provider: Name
    let line: Name
    let boxes: Int32
    /// 0 where none was declared: a declared one is above that.
    let weightGrams: Int32
    /// Zeros where none were declared.
    let size: Dimensions
    let country: Country
    let traits: Traits
    let incoterm: DeclaredIncoterm

    /// Nil where none was declared.
    var weight: Grams? { weightGrams > 0 ? Grams(weightGrams) : nil }
    /// Nil where none were declared.
    var dimensions: Dimensions? { size.length > 0 ? size : nil }

    init(
        _ it: OrderDeclared, time: Instant, position: Position, category: Name, provider: Name, line: Name
    ) {
        self.time = time
        self.position = position
        self.category = category
        self.provider = provider
        self.line = line
        boxes = it.boxes
        weightGrams = it.weight?.amount ?? 0
        size = it.dimensions ?? Dimensions(length: 0, width: 0, height: 0)
        country = it.country
        traits = Traits(it)
        incoterm = DeclaredIncoterm(it.incoterm)
    }
}

/// What kind of goods these are (R5, R30).
struct Traits: OptionSet, Sendable, BitwiseCopyable {
    let rawValue: UInt8
    static let battery = Self(rawValue: 1)
    static let magnetic = Self(rawValue: 2)
    static let cosmetic = Self(rawValue: 4)
    static let custom = Self(rawValue: 8)
    static let largeFurniture = Self(rawValue: 16)
}

extension Traits {
    init(_ it: OrderDeclared) {
        self = []
        if it.battery { insert(.battery) }
        if it.magnetic { insert(.magnetic) }
        if it.cosmetic { insert(.cosmetic) }
        if it.custom { insert(.custom) }
        if it.largeFurniture { insert(.largeFurniture) }
    }
}

/// Who pays duties, in one byte (R32).
struct DeclaredIncoterm: Sendable, BitwiseCopyable {
    private let rawValue: UInt8

    init(_ incoterm: Incoterm?) {
        switch incoterm {
        case nil: rawValue = 0
        case .ddu: rawValue = 1
        case .ddp: rawValue = 2
        }
    }

    var value: Incoterm? {
        switch rawValue {
        case 1: .ddu
        case 2: .ddp
        default: nil
        }
    }
}
