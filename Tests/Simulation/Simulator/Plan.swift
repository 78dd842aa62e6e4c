import Vocabulary

/// What a seed may meet. Each kind of fault is left out of many seeds and frequent in others: faults that happen
/// together always would hide each other (swarm testing).
struct Plan {
    // The disk.
    var sectorBytes = 512
    var segmentBytes = 1 << 20
    var preparedBytes = 0
    var packs = false
    /// Operations of the disk until the power or the process goes, at most; 0: only between two steps.
    var crashWithin = 0
    var writeFails = 0.0
    var readFails = 0.0
    var syncFails = 0.0
    /// How often the disk fills up, and for how many bytes it then has room.
    var fillsUp = 0.0
    var roomBytes = 0
    var damages = 0.0

    // The machine.
    /// A crash leaves what the system has in its memory: the process was killed. Else the power has gone.
    var isKill = 0.0
    var crashes = 0.0
    var stops = 0.0
    var clockJumps = 0.0
    var goesBack = false

    // The network.
    var drops = 0.0
    var duplicates = 0.0
    var reorders = false
    var delays = 0.0
    var unreachable = 0.0

    // The publishers.
    var publishers = 1
    var facts = 20
    var batch = 1
    var nonsense = 0.0
    var repeats = 0.0
    var conflicts = 0.0
    var asJSON = 0.5

    // The daemon.
    var finishedOrdersKept = 10_000
    var idleAfter = Interval.days(60)
    var eventEntries = 512
    var orderEntries = 64
    var view = false

    /// Whether orders leave memory early.
    var forgets: Bool { finishedOrdersKept < 10_000 || idleAfter < .days(60) }

    init(_ dice: inout Dice) {
        sectorBytes = dice.pick([32, 64, 512, 4096])
        segmentBytes = dice.pick([700, 1500, 4000, 12_000, 1 << 20])
        preparedBytes = dice.chance(0.4) ? dice.pick([64, 1000, 8000]) : 0
        crashWithin = dice.chance(0.7) ? dice.pick([3, 10, 40]) : 0
        writeFails = rarely(&dice, 0.2, upTo: 0.05)
        readFails = rarely(&dice, 0.15, upTo: 0.02)
        syncFails = rarely(&dice, 0.25, upTo: 0.08)
        fillsUp = rarely(&dice, 0.25, upTo: 0.05)
        roomBytes = dice.pick([0, 30, 300, 2000])
        damages = dice.chance(0.4) ? 1 : 0
        isKill = dice.pick([0, 0, 0.5, 1])
        crashes = dice.chance(0.85) ? dice.pick([0.01, 0.03, 0.06]) : 0
        stops = rarely(&dice, 0.3, upTo: 0.02)
        clockJumps = rarely(&dice, 0.5, upTo: 0.08)
        goesBack = dice.chance(0.3)
        drops = rarely(&dice, 0.4, upTo: 0.3)
        duplicates = rarely(&dice, 0.4, upTo: 0.2)
        reorders = dice.chance(0.5)
        delays = rarely(&dice, 0.3, upTo: 0.5)
        unreachable = rarely(&dice, 0.2, upTo: 0.1)
        publishers = dice.within(1...3)
        facts = dice.within(8...40)
        batch = dice.pick([1, 1, 3, 8])
        nonsense = rarely(&dice, 0.3, upTo: 0.1)
        repeats = rarely(&dice, 0.6, upTo: 0.2)
        conflicts = rarely(&dice, 0.3, upTo: 0.1)
        asJSON = dice.pick([0, 0.5, 1])
        if dice.chance(0.5) { finishedOrdersKept = dice.below(3) }
        if dice.chance(0.3) { idleAfter = .minutes(Int64(dice.within(1...200))) }
        if dice.chance(0.03) { (eventEntries, orderEntries) = (4, 2) }
        view = dice.chance(0.03)
        packs = dice.chance(0.4)
    }
}

/// Mostly never; when it happens at all, now and then or often.
private func rarely(_ dice: inout Dice, _ share: Double, upTo most: Double) -> Double {
    dice.chance(share) ? most * dice.pick([0.1, 0.4, 1]) : 0
}
