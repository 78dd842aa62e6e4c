import Digests

/// Ids that come out the same whenever they are made, and hold no character that a signed text is cut at.
enum Identity {
    static func short(of key: String) -> String { String(SHA256.hexadecimal(of: key).prefix(24)) }
}
