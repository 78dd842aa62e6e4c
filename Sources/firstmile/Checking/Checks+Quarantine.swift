import Quarantine

extension Checks {
    /// What was refused and waits for somebody, and what the quarantine had to let go.
    mutating func quarantine(_ directory: DataDirectory) {
        guard directory.exists else { return }
        do {
            guard let figures = try QuarantineReader(directory.quarantine)?.figures() else {
                return add(.good, "quarantine", "nothing was refused")
            }
            let share = figures.limitBytes > 0 ? figures.bytes * 100 / figures.limitBytes : 0
            let found = (["\(figures.open) refused events not sent again, \(share) % full"] + figures.losses)
                .joined(separator: "; ")
            let isWell = figures.open == 0 && share < 80 && figures.losses.isEmpty
            add(
                isWell ? .good : .notice, "quarantine",
                isWell ? found : "\(found); see firstmile quarantine list")
        } catch {
            add(.bad, "quarantine", "\(error)")
        }
    }
}
