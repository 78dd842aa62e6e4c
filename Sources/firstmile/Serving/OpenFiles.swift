import Glibc

/// How many files and connections this process may have open.
enum OpenFiles {
    /// Raises the limit to what the system allows: many systems begin with 1,024, and a thousand publishers are more.
    static func allowMost() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
