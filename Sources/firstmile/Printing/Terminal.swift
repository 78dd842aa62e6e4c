import Glibc

/// What standard output and standard error are connected to.
enum Terminal {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// Columns of the terminal; unlimited where output goes into a file or a pipe.
    static var columns: Int {
        var size = winsize()
        guard outputIsTerminal, unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
        else {
            return .max
        }
        return Int(size.ws_col)
    }

    /// Writes to standard error, as everything does that is not the answer.
    static func tell(_ text: String) { write("\(text)\n", to: STDERR_FILENO) }

    /// Writes the answer.
    static func print(_ text: String) { write("\(text)\n", to: STDOUT_FILENO) }

    /// Writes all of it; a reader that went away ends the process as it does for every tool in a pipe.
    static func write(_ text: String, to descriptor: CInt) {
        var text = text
        text.withUTF8 { unsafe write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt) {
        var offset = 0
        while offset < bytes.count {
            let written = unsafe Glibc.write(
                descriptor, bytes.baseAddress.map { unsafe $0 + offset }, bytes.count - offset)
            if written > 0 {
                offset += written
            } else if errno != EINTR {
                exit(errno == EPIPE ? 0 : 1)
            }
        }
    }

    /// Columns that a text takes: Chinese characters take two.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}

/// Colours, only where a person looks.
enum Style: String {
    case good = "32"
    case warning = "33"
    case bad = "31"
    case faint = "2"
    case strong = "1"

    func callAsFunction(_ text: String) -> String {
        Terminal.outputIsTerminal ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
