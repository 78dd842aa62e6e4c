import Glibc

/// The file `archives` beside the segments: the directories that sealed ones were moved to, one a line.
public enum ArchiveList {
    static let name = "archives"

    static func read(_ directory: String) -> [String] {
        guard let stream = unsafe fopen("\(directory)/\(name)", "re") else { return [] }
        defer { unsafe fclose(stream) }
        var lines: [String] = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { unsafe free(line) }
        while unsafe getline(&line, &capacity, stream) > 0, let text = unsafe line {
            let path = unsafe String(cString: text).prefix { $0 != "\n" }
            if !path.isEmpty { lines.append(String(path)) }
        }
        return lines
    }

    /// Adds an archive, so that every reader of the log finds what is moved there. Call before anything is.
    ///
    /// - Parameter archive: an absolute path.
    public static func add(_ archive: String, to directory: String) throws(LogError) {
        let known = read(directory)
        guard !known.contains(archive) else { return }
        let disk = try Disk(directory)
        let file = try disk.open("archives.tmp", for: .create)
        let text = Array((known + [archive]).map { "\($0)\n" }.joined().utf8)
        let room = Room(text.count)
        unsafe room.first(text.count).copyBytes(from: text)
        try unsafe file.write(UnsafeRawBufferPointer(room.first(text.count)), at: 0)
        try file.sync()
        try disk.rename("archives.tmp", to: name)
    }
}
