import Glibc

/// Says which case was under way when the process falls, or does not come to an end.
enum Witness {
    /// Seconds a case may take.
    private static let patience: CInt = 60

    static func watch() {
        for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM] {
            signal(number) { number in
                unsafe Witness.text.withMemoryRebound(to: UInt8.self, capacity: Witness.room) {
                    _ = unsafe write(STDOUT_FILENO, $0, strnlen(Witness.text, Witness.room))
                }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Remembered where a signal handler can read it: no String may be made there.
    static func now(_ target: String, _ seed: UInt64) {
        let line =
            "\(target) fell, or took more than a minute\n  again: --target \(target) --seed \(seed) --cases 1\n"
        unsafe line.withCString { unsafe _ = strncpy(text, $0, room - 1) }
        alarm(CUnsignedInt(patience))
    }

    private static let room = 256
    nonisolated(unsafe) private static let text: UnsafeMutablePointer<CChar> = {
        let memory = UnsafeMutablePointer<CChar>.allocate(capacity: room)
        unsafe memory.initialize(repeating: 0, count: room)
        return unsafe memory
    }()
}
