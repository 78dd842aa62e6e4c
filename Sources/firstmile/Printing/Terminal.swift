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

    /// Columns that a text takes: Chinese characters take two, colours none.
    static func width(_ text: String) -> Int {
        var columns = 0
        var isInColour = false
        for scalar in text.unicodeScalars {
            if isInColour {
                isInColour = scalar != "m"
            } else if scalar == "\u{1B}" {
                isInColour = true
            } else {
                columns += width(of: scalar)
            }
        }
        return columns
    }

    /// The text in lines that fit the terminal, broken between words where there are any.
    static func wrapped(_ text: String, indent: Int) -> [String] {
        let room = columns == .max ? Int.max : max(20, columns - indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            for piece in pieces(of: String(word), room) {
                if !line.isEmpty, width(line) + 1 + width(piece) > room {
                    lines.append(line)
                    line = piece
                } else {
                    line = line.isEmpty ? piece : "\(line) \(piece)"
                }
            }
        }
        let margin = String(repeating: " ", count: indent)
        return (lines + [line]).map { margin + $0 }
    }

    /// Chinese has no spaces: a word that is longer than a line is broken where the line ends.
    private static func pieces(of word: String, _ room: Int) -> [String] {
        guard width(word) > room else { return [word] }
        var pieces: [String] = []
        var piece = ""
        for character in word {
            if width(piece) + width(String(character)) > room {
                pieces.append(piece)
                piece = ""
            }
            piece.append(character)
        }
        return pieces + [piece]
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
