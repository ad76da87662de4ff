@preconcurrency import Foundation

/// A temporary folder with an authority, a certificate of its for 127.0.0.1, and another authority.
final class CertificateFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "http-client-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for name in ["authority", "other-authority"] {
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                "\(name).key", "-out", "\(name).pem", "-days", "2", "-subj", "/CN=\(name)")
        }
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "server.key", "-out",
            "server.csr", "-subj", "/CN=server")
        try Data("subjectAltName=IP:127.0.0.1\n".utf8).write(to: url.appending(path: "names"))
        try openssl(
            "x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
            "-days", "2", "-extfile", "names", "-out", "server.pem")
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    private func openssl(_ arguments: String...) throws {
        let process = try spawnOpenSSL(arguments, in: url)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        guard status == 0 else { throw PeerFailure.system(status) }
    }
}

/// Foundation's `Process` leaks what it watches a child by, which the address sanitizer reports.
private func spawnOpenSSL(_ arguments: [String], in folder: URL, output: FileHandle? = nil) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    if let output { posix_spawn_file_actions_adddup2(&actions, output.fileDescriptor, 1) }
    var words = (["env", "--chdir=\(folder.path)", "openssl"] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, "/usr/bin/env", &actions, nil, &words, environ)
    guard failure == 0 else { throw PeerFailure.system(failure) }
    return process
}

/// OpenSSL's own server, which answers each GET with a page about the connection.
final class TLSServer: @unchecked Sendable {
    // Sendable: set once.
    let port: Int
    private let process: pid_t

    init(_ folder: CertificateFolder, certificate: String) throws {
        let output = Pipe()
        process = try spawnOpenSSL(
            [
                "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", "\(certificate).pem", "-key",
                "\(certificate).key",
            ], in: folder.url, output: output.fileHandleForWriting)
        try output.fileHandleForWriting.close()
        var text = ""
        while !text.hasSuffix("\n") || !text.contains("ACCEPT ") {
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw PeerFailure.closed }
            text += String(decoding: piece, as: UTF8.self)
        }
        let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }
        guard let port = line?.split(separator: ":").last.flatMap({ Int($0) }) else { throw PeerFailure.closed }
        self.port = port
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }
}
