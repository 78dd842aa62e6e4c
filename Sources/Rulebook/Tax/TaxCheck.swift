public import Vocabulary

/// How the check digits of a tax number are reckoned (R19). The raw value is the name in the rulebook.
///
/// Each takes a number that has the form of its pattern, in upper case and without separators.
public enum TaxCheck: String, Sendable, CaseIterable {
    /// Nothing but the form.
    case none
    /// Spain: DNI, NIE, K/L/M numbers and CIF.
    case nif = "es-nif"
    /// France: VAT number.
    case tva = "fr-tva"
    /// France: a company's nine digits.
    case siren = "fr-siren"
    /// France: a person's thirteen digits.
    case spi = "fr-spi"
    /// Germany: VAT number.
    case ustID = "de-ust-id"
    /// Germany: a person's eleven digits.
    case idNr = "de-idnr"
    /// Netherlands: VAT number.
    case btw = "nl-btw"
    /// Netherlands: a person's nine digits.
    case bsn = "nl-bsn"
    /// Poland: tax number.
    case nip = "pl-nip"
    /// Poland: a person's eleven digits, with a birthday in them.
    case pesel = "pl-pesel"
    /// Poland: a company's nine or fourteen digits.
    case regon = "pl-regon"

    /// Whether the check digits are right; false too for a text they cannot be reckoned of.
    public func passes(_ number: Token) -> Bool {
        let signs = TaxSigns(number)
        return switch self {
        case .none: true
        case .nif: signs.isNIF
        case .tva: signs.isTVA
        case .siren: signs.count == 9 && signs.isLuhn(0..<9)
        case .spi: signs.isSPI
        case .ustID: signs.count == 9 && signs[0] != 0 && signs.isMod11And10
        case .idNr: signs.isIdNr
        case .btw: signs.isBTW
        case .bsn: signs.isBSN
        case .nip: signs.isNIP
        case .pesel: signs.isPESEL
        case .regon: signs.isREGON
        }
    }
}
