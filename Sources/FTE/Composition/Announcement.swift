import Crypto
import HTTPServer
import Process
import Storage
import SupportDesk

/// What a person reads when the program starts.
enum Announcement {
    static func listening(at address: RemoteAddress, _ settings: DeskSettings) {
        let host = address.host.contains(":") ? "[\(address.host)]" : address.host
        let name = settings.server.isPublic || host != "127.0.0.1" ? host : "localhost"
        Console.errors("fte: listening on http://\(name):\(address.port)")
        if settings.environment.kind == .development {
            Console.errors("fte: development setting: direct local GETs read private endpoints without a key")
        }
    }

    /// Makes the first API key of an installation and shows it, this once.
    static func firstKey(_ stores: DeskStores) async throws {
        let token = SecureToken(prefix: "fte_")
        let key = APIKey(id: stores.desk.ids.new(), name: "first", scopes: Set(Scope.allCases))
        guard try await SQLAPIKeys(stores.desk).createFirst(key, digest: token.hash.hex) else { return }
        Console.errors("fte: this installation's API key, shown this once: \(token.reveal())")
    }
}
