import COpenSSL

/// SHA-256, by OpenSSL's libcrypto.
public enum SHA256 {
    /// Of the text's UTF-8, in lower-case hexadecimal.
    public static func hexadecimal(of text: String) -> String {
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

    /// HMAC-SHA256 (RFC 2104) of a message, 32 bytes.
    public static func authenticationCode(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        let done = unsafe key.withUnsafeBufferPointer { key in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe code.withUnsafeMutableBufferPointer { out in
                    unsafe firstmile_hmac_sha256(
                        key.baseAddress, key.count, message.baseAddress, message.count, out.baseAddress)
                }
            }
        }
        precondition(done == 1, "HMAC is part of every libcrypto")
        return code
    }
}
