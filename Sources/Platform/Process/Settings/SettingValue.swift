/// A setting as it was written, and where: `fte.yaml:7:3`, `FTE_SERVER_PORT`, `--port`.
package struct SettingValue: Equatable, Sendable {
    package let text: String
    package let origin: String

    package init(_ text: String, origin: String) {
        self.text = text
        self.origin = origin
    }
}
