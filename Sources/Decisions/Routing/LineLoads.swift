import Vocabulary

/// How many parcels go by each line and over each hub on each day (R37): the fold of all routes, for the days that
/// still matter. Days begin at midnight in Shanghai, where the parcels are handed over.
struct LineLoads: Sendable {
    private var lines: [UInt64: Int32] = [:]
    private var hubs: [UInt64: Int32] = [:]
    private var newest = Int32.min

    init() {}

    /// Longer ago nobody looks: old facts that are told late find no limit.
    private static let daysKept: Int32 = 7

    /// Parcels on the line that day.
    func onLine(_ line: Name, _ day: CalendarDay) -> Int32 { lines[Self.key(line, day.number)] ?? 0 }

    func overHub(_ hub: Name, _ day: CalendarDay) -> Int32 { hubs[Self.key(hub, day.number)] ?? 0 }

    /// A parcel takes its place, or with −1 gives it back.
    mutating func add(_ count: Int32, _ place: RoutePlace) {
        if place.day > newest { begin(place.day) }
        guard place.line != .none, place.day > newest - Self.daysKept else { return }
        lines[Self.key(place.line, place.day), default: 0] += count
        hubs[Self.key(place.hub, place.day), default: 0] += count
    }

    private mutating func begin(_ day: Int32) {
        newest = day
        let last = day - Self.daysKept
        lines = lines.filter { Self.day(of: $0.key) > last }
        hubs = hubs.filter { Self.day(of: $0.key) > last }
    }

    func write(to writer: inout SnapshotWriter) throws {
        try writer.put(atMost: 4) { $0.put(raw: newest) }
        for places in [lines, hubs] {
            try writer.put(count: places.count)
            for (place, count) in places.sorted(by: { $0.key < $1.key }) {
                try writer.put(atMost: 12) {
                    $0.put(raw: place)
                    $0.put(raw: count)
                }
            }
        }
    }

    init(reading reader: inout SnapshotReader) throws {
        newest = try reader.get(atMost: 4) { $0.raw(Int32.self) }
        lines = try Self.places(&reader)
        hubs = try Self.places(&reader)
    }

    private static func places(_ reader: inout SnapshotReader) throws -> [UInt64: Int32] {
        var places: [UInt64: Int32] = [:]
        for _ in 0..<(try reader.count()) {
            let (place, count) = try reader.get(atMost: 12) { ($0.raw(UInt64.self), $0.raw(Int32.self)) }
            places[place] = count
        }
        return places
    }

    private static func key(_ name: Name, _ day: Int32) -> UInt64 {
        UInt64(name.id) << 32 | UInt64(UInt32(bitPattern: day))
    }

    private static func day(of key: UInt64) -> Int32 {
        Int32(bitPattern: UInt32(truncatingIfNeeded: key))
    }
}

/// The place that a routed order takes.
struct RoutePlace: Sendable, Equatable, BitwiseCopyable {
    var line = Name.none
    var hub = Name.none
    /// Number of the ``CalendarDay``.
    var day = Int32.min
}
