import COpenSSL

/// Names a text by what it says.
package enum ContentHash {
    /// SHA-256 of the text's UTF-8, in lower-case hexadecimal.
    package static func sha256(of text: String) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        var copy = text
        let done = copy.withUTF8 { bytes in
            unsafe digest.withUnsafeMutableBufferPointer { out in
                unsafe firstmile_sha256(bytes.baseAddress, bytes.count, out.baseAddress)
            }
        }
        precondition(done == 1, "SHA-256 is part of every libcrypto")
        return digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
