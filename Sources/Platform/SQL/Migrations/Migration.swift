/// One numbered step of the schema. Once shipped it never changes, since databases hold its checksum.
package struct Migration: Sendable, Equatable {
    package let version: Int
    package let name: String
    private let sqlite: String
    private let postgres: String?

    /// - Parameter postgres: `nil` where both databases understand the same text.
    package init(version: Int, name: String, sqlite: String, postgres: String? = nil) {
        self.version = version
        self.name = name
        self.sqlite = sqlite
        self.postgres = postgres
    }

    package func sql(for dialect: Dialect) -> String {
        switch dialect {
        case .sqlite: sqlite
        case .postgres: postgres ?? sqlite
        }
    }

    /// FNV-1a of the text, in hexadecimal: it tells an edited file, not a forged one.
    package func checksum(for dialect: Dialect) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in sql(for: dialect).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
