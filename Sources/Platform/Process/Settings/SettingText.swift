/// How values are written in settings.
enum SettingText {
    static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// Sizes in milliseconds.
    private static let durationUnits: [(unit: String, size: Int)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// A whole number and a unit. `0` needs none.
    static func duration(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        return amount(text, durationUnits).map { .milliseconds($0) }
    }

    /// In the largest unit that divides it.
    static func written(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
        return written(milliseconds, durationUnits, smallest: "ms")
    }

    private static let byteUnits: [(unit: String, size: Int)] = [
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ]
    private static let binaryUnits: [(unit: String, size: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ]

    /// A whole number of bytes, or of a unit.
    static func bytes(_ text: String) -> Int? {
        if let plain = Int(text) { return plain >= 0 ? plain : nil }
        return amount(text, byteUnits + binaryUnits)
    }

    static func written(bytes: Int) -> String {
        let binary = binaryUnits.first { bytes >= $0.size && bytes.isMultiple(of: $0.size) }
        let isDecimal = bytes.isMultiple(of: 1000)
        return written(bytes, isDecimal ? byteUnits : binary.map { [$0] } ?? byteUnits, smallest: "B")
    }

    private static func amount(_ text: String, _ units: [(unit: String, size: Int)]) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(digits.count).drop { $0 == " " }
        guard let count = Int(digits),
            let size = units.first(where: { $0.unit.lowercased() == rest.lowercased() })?.size
        else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        return overflow ? nil : product
    }

    private static func written(_ amount: Int, _ units: [(unit: String, size: Int)], smallest: String) -> String {
        guard amount != 0 else { return "0" }
        let fit = units.first { amount.isMultiple(of: $0.size) } ?? (smallest, 1)
        return "\(amount / fit.1)\(fit.0)"
    }
}
