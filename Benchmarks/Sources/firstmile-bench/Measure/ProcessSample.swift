import Foundation

/// What a process has used so far, out of /proc.
struct ProcessSample {
    /// CPU seconds by thread name; threads of one name are added up.
    private(set) var cpu: [String: Double] = [:]
    /// MiB in memory now, of that not backed by files, and the most there ever was.
    private(set) var rss = 0.0
    private(set) var rssAnon = 0.0
    private(set) var peak = 0.0

    init(of process: Int32) {
        let tasks = "/proc/\(process)/task"
        for task in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
            guard let stat = try? String(contentsOfFile: "\(tasks)/\(task)/stat", encoding: .utf8),
                let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")")
            else { continue }
            let name = String(stat[stat.index(after: open)..<close])
            let fields = stat[stat.index(after: close)...].split(separator: " ")
            // utime and stime are fields 14 and 15 of the line, in hundredths of a second.
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
                continue
            }
            cpu[name, default: 0] += (user + system) / 100
        }
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count > 1, let kibibytes = Double(words[1]) else { continue }
            switch words[0] {
            case "VmRSS:": rss = kibibytes / 1024
            case "RssAnon:": rssAnon = kibibytes / 1024
            case "VmHWM:": peak = kibibytes / 1024
            default: continue
            }
        }
    }

    var cpuSeconds: Double { cpu.values.reduce(0, +) }

    /// CPU seconds by thread since `earlier`, the busiest first, those below a hundredth left out.
    func busiest(since earlier: ProcessSample) -> String {
        cpu.map { ($0.key, $0.value - earlier.cpu[$0.key, default: 0]) }
            .filter { $0.1 >= 0.01 }.sorted { $0.1 > $1.1 }
            .map { "\($0.0) \(number($0.1, 2))" }.joined(separator: ", ")
    }
}
