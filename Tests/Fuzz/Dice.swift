/// Numbers that a seed gives again.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 ^ 0x5851_F42D_4C95_7F2D }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    /// Bytes changed, cut out, put in, doubled or cut off, a few times.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(4) where !result.isEmpty {
            let place = below(result.count)
            let end = min(result.count, place + 1 + below(pick([4, 40, 400])))
            switch below(9) {
            case 0: result[place] = UInt8.random(in: 0...255, using: &self)
            case 1: result[place] ^= 1 << UInt8(below(8))
            case 2: result.removeSubrange(place..<end)
            case 3: result.insert(UInt8.random(in: 0...255, using: &self), at: place)
            case 4: result.removeSubrange(place...)
            case 5: result.insert(contentsOf: result[place..<end], at: below(result.count))
            case 6: for index in place..<end { result[index] = 0 }
            case 7: result.append(contentsOf: result[place..<end])
            default:
                result[place] = pick([0x22, 0x5C, 0x2C, 0x7D, 0x5B, 0x30, 0xFF, 0x80, 0xC0, 0xED, 0, 0x7F])
            }
        }
        return result
    }
}
