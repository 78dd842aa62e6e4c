/// Ids and parcel numbers: a function of the order, and no two orders share one.
struct Numbers {
    /// Five digits that keep two simulations with different seeds apart.
    private let tag: UInt64

    init(seed: UInt64) {
        var dice = Dice(seed: seed, .birth, .max)
        tag = dice.next() % 100_000
    }

    func appendTag(to bytes: inout [UInt8]) { bytes.append(tag, width: 5) }

    /// Sixteen digits.
    func appendOrder(_ order: UInt32, to bytes: inout [UInt8]) {
        bytes.append(0x38)
        appendTag(to: &bytes)
        bytes.append(UInt64(order), width: 10)
    }

    /// What an upload names.
    func appendNumber(_ choice: NumberChoice, of plan: Plan, to bytes: inout [UInt8]) {
        let order = choice == .ofAnotherOrder ? plan.otherOrder : plan.order
        let serial = UInt64(order) * 2 + (choice == .second ? 1 : 0)
        switch Carrier.all[plan.carrier].numbers {
        case .cainiao:
            bytes.append("LP00")
            bytes.append(Self.scatter(serial, tag), width: 12)
        case .winit:
            bytes.append("ID10")
            bytes.append(Self.scatter(serial, tag), width: 12)
            bytes.append("CN")
        case .fourPX:
            bytes.append("4PX3")
            bytes.append(Self.scatter(serial, tag), width: 12)
            bytes.append("CN")
        case .s10:
            appendS10(serial, choice, to: &bytes)
        case .uncertified:
            bytes.append("AX")
            bytes.append(Self.scatter(serial, tag), width: 12)
        }
    }

    /// One of the real tracks of an integration test (R10).
    func appendTrial(_ track: Int, of pair: Onboarding, to bytes: inout [UInt8]) {
        bytes.append("TRIAL")
        appendTag(to: &bytes)
        bytes.append(UInt64(pair.seller), width: 2)
        bytes.append(UInt64(pair.carrier), width: 2)
        bytes.append(UInt64(track), width: 2)
    }

    /// One-to-one on 0..<10^12 for a given shift: the factor shares no divisor with ten.
    private static func scatter(_ serial: UInt64, _ shift: UInt64) -> UInt64 {
        (serial * 61_803_399 + shift * 9_973_001) % 1_000_000_000_000
    }

    /// Two letters, eight digits, the check digit, and the country; the letters carry what exceeds eight digits.
    private func appendS10(_ serial: UInt64, _ choice: NumberChoice, to bytes: inout [UInt8]) {
        let digits = (serial % 100_000_000 * 61_803_399 + tag * 9_973) % 100_000_000
        bytes.append(0x4C)
        bytes.append(0x41 + UInt8((tag + serial / 100_000_000) % 26))
        bytes.append(digits, width: 8)
        // What ERPs cut off most often is the check digit.
        if choice != .wrongFormat {
            let check = Self.checkDigit(digits)
            bytes.append(0x30 + UInt8(choice == .wrongCheckDigit ? (check + 3) % 10 : check))
        }
        bytes.append("CN")
    }

    /// Weights 8 6 4 2 3 5 9 7; 11 − (sum mod 11), where 10 becomes 0 and 11 becomes 5 (R16).
    private static func checkDigit(_ digits: UInt64) -> UInt64 {
        var rest = digits
        var sum: UInt64 = 0
        for weight: UInt64 in [7, 9, 5, 3, 2, 4, 6, 8] {
            sum += rest % 10 * weight
            rest /= 10
        }
        let check = 11 - sum % 11
        return check == 10 ? 0 : check == 11 ? 5 : check
    }
}
