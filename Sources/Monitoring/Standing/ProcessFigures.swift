import Glibc

/// What the kernel knows of this process.
public struct ProcessFigures: Sendable {
    public var residentBytes = 0
    public var virtualBytes = 0
    public var cpuSeconds = 0.0
    public var openFiles = 0
    public var mostFiles = 0
    /// Seconds since 1970.
    public var startedAt = 0.0

    /// As it is now. What the kernel does not tell stays 0.
    public static func now() -> ProcessFigures {
        var figures = ProcessFigures()
        let page = sysconf(Int32(_SC_PAGESIZE))
        let memory = Self.words(of: "/proc/self/statm").compactMap { Int($0) }
        if memory.count > 1 {
            (figures.virtualBytes, figures.residentBytes) = (memory[0] * page, memory[1] * page)
        }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // The name, in parentheses, may hold spaces; what follows it does not.
        let stat = Self.text(of: "/proc/self/stat").split(separator: ")").last ?? ""
        let fields = stat.split(separator: " ")
        if fields.count > 19, let user = Double(fields[11]), let system = Double(fields[12]),
            let started = Double(fields[19])
        {
            figures.cpuSeconds = (user + system) / ticks
            figures.startedAt = bootTime + started / ticks
        }
        figures.openFiles = Self.entries(of: "/proc/self/fd")
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures.mostFiles = Int(clamping: limit.rlim_cur)
        }
        return figures
    }

    /// In seconds since 1970. /proc/stat says it too, but is hidden where a service sees processes only.
    static let bootTime: Double = {
        func seconds(_ clock: clockid_t) -> Double {
            var time = timespec()
            _ = unsafe clock_gettime(clock, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        return seconds(CLOCK_REALTIME) - seconds(CLOCK_BOOTTIME)
    }()

    private static func words(of path: String) -> [Substring] { text(of: path).split(separator: " ") }

    /// Files of /proc say nothing of their size.
    private static func text(of path: String) -> String {
        guard let file = unsafe fopen(path, "r") else { return "" }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Without the two dots and the descriptor that looks.
    private static func entries(of path: String) -> Int {
        guard let directory = unsafe opendir(path) else { return 0 }
        defer { unsafe closedir(directory) }
        var count = 0
        while unsafe readdir(directory) != nil { count += 1 }
        return max(0, count - 3)
    }
}
