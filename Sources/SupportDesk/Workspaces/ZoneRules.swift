import FoundationEssentials

/// A time zone: what clocks on its walls show at an instant (RFC 9636).
package struct ZoneRules: Sendable {
    package let name: String

    package static let utc = ZoneRules(name: "UTC")
}
