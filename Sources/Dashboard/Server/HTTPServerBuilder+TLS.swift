import Hummingbird
import HummingbirdCore
import HummingbirdTLS

/// A certificate or its key cannot be used.
struct UnusableCertificate: Error, CustomStringConvertible {
    let file: String
    let reason: String
    var description: String {
        "\(file) cannot be used: \(reason); give a certificate chain and its key in PEM, and let this user read them"
    }
}

extension HTTPServerBuilder {
    /// The same over TLS 1.2 or newer.
    func withTLS(certificate: String, key: String) throws -> HTTPServerBuilder {
        var chain: [NIOSSLCertificate] = []
        do { chain = try NIOSSLCertificate.fromPEMFile(certificate) } catch {
            throw UnusableCertificate(file: certificate, reason: "\(error)")
        }
        var secret: NIOSSLPrivateKey
        do { secret = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
            throw UnusableCertificate(file: key, reason: "\(error)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(secret))
        configuration.minimumTLSVersion = .tlsv12
        return try .tls(self, tlsConfiguration: configuration)
    }
}
