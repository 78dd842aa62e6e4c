/// Changes to a protobuf message that keep it looking like one: whole fields, at any depth.
enum ProtobufMutation {
    private struct Field {
        var number: UInt64
        var wire: UInt64
        var value: [UInt8]
    }

    static func mutate(_ message: [UInt8], others: [[UInt8]], _ dice: inout Dice, depth: Int = 0) -> [UInt8] {
        guard var fields = fields(of: message), !fields.isEmpty else { return dice.damage(message) }
        for _ in 0...dice.below(3) where !fields.isEmpty {
            let place = dice.below(fields.count)
            switch dice.below(9) {
            case 0: fields.remove(at: place)
            case 1: fields.insert(fields[place], at: dice.below(fields.count))
            case 2: fields.swapAt(place, dice.below(fields.count))
            case 3:
                fields[place].number = dice.pick([0, 1, 2, 3, 15, 16, 17, 18, 40, 99, 536_870_911, 1 << 40])
            case 4: fields[place].wire = UInt64(dice.below(8))
            case 5: fields[place].value = dice.damage(fields[place].value)
            case 6:
                if let theirs = Self.fields(of: dice.pick(others)), !theirs.isEmpty {
                    fields.insert(dice.pick(theirs), at: place)
                }
            case 7:
                let bits = dice.pick([0, 1, 127, 128, 1 << 31, 1 << 32, 1 << 63, UInt64.max])
                fields[place] = Field(number: fields[place].number, wire: 0, value: varint(bits, &dice))
            default:
                if fields[place].wire == 2, depth < 4 {
                    fields[place].value = mutate(fields[place].value, others: others, &dice, depth: depth + 1)
                }
            }
        }
        var bytes: [UInt8] = []
        for field in fields {
            bytes += varint(field.number << 3 | field.wire, &dice)
            if field.wire == 2 { bytes += varint(UInt64(field.value.count), &dice) }
            bytes += field.value
        }
        return dice.below(8) == 0 ? dice.damage(bytes) : bytes
    }

    /// An event as a batch of one.
    static func batch(_ events: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
        events.flatMap { [0x0A] + varint(UInt64($0.count), &dice) + $0 }
    }

    private static func fields(of message: [UInt8]) -> [Field]? {
        var fields: [Field] = []
        var at = 0
        func number() -> UInt64? {
            var (value, shift): (UInt64, UInt64) = (0, 0)
            while at < message.count, shift < 64 {
                let byte = message[at]
                at += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            return nil
        }
        while at < message.count {
            guard let key = number() else { return nil }
            let start = at
            switch key & 7 {
            case 0: guard number() != nil else { return nil }
            case 1: at += 8
            case 5: at += 4
            case 2:
                guard let length = number(), length <= UInt64(message.count - at) else { return nil }
                fields.append(
                    Field(number: key >> 3, wire: 2, value: Array(message[at..<(at + Int(length))])))
                at += Int(length)
                continue
            default: return nil
            }
            guard at <= message.count else { return nil }
            fields.append(Field(number: key >> 3, wire: key & 7, value: Array(message[start..<at])))
        }
        return fields
    }

    /// Now and then longer than need be, as no serializer writes it.
    private static func varint(_ number: UInt64, _ dice: inout Dice) -> [UInt8] {
        var (rest, bytes): (UInt64, [UInt8]) = (number, [])
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        if dice.below(40) == 0, bytes.count < 9 { return bytes + [UInt8(rest) | 0x80, 0] }
        return bytes + [UInt8(rest)]
    }
}
