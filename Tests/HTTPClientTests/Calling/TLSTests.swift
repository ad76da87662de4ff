import Foundation
import HTTPClient
import Testing

@Suite struct TLSTests {
    @Test func `a certificate of the trusted authority is accepted`() async throws {
        let folder = try CertificateFolder()
        let server = try TLSServer(folder, certificate: "server")
        var options = WebClientOptions()
        options.caFile = folder.path("authority.pem")
        try await withClient(options) { client in
            let head = try await client.collect(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/")).head

            #expect(head.status == 200)
        }
    }

    @Test func `a certificate of another authority is refused`() async throws {
        let folder = try CertificateFolder()
        let server = try TLSServer(folder, certificate: "server")
        var options = WebClientOptions()
        for file in [folder.path("other-authority.pem"), nil] {
            options.caFile = file
            try await withClient(options) { client in
                let error = await #expect(throws: HTTPError.self) {
                    try await client.get("https://127.0.0.1:\(server.port)/")
                }

                #expect(error?.isTLS == true)
            }
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        let folder = try CertificateFolder()
        let server = try TLSServer(folder, certificate: "server")
        var options = WebClientOptions()
        options.caFile = folder.path("authority.pem")
        try await withClient(options) { client in
            let error = await #expect(throws: HTTPError.self) {
                try await client.get("https://localhost:\(server.port)/")
            }

            #expect(error?.isTLS == true)
        }
    }

    @Test func `a server without TLS is refused`() async throws {
        let server = try ScriptedServer { peer, _ in
            try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            peer.waitForClose()
        }
        try await withClient { client in
            let error = await #expect(throws: HTTPError.self) {
                try await client.get("https://127.0.0.1:\(server.port)/")
            }

            #expect(error?.isTLS == true)
        }
    }
}

extension HTTPError {
    fileprivate var isTLS: Bool {
        guard case .tls = self else { return false }
        return true
    }
}
