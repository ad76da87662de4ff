/// What a plain scalar says, after the core schema of YAML 1.2 (section 10.3.2), without octal and hexadecimal numbers.
enum YAMLScalar {
    static func isNull(_ text: String) -> Bool { text.isEmpty || text == "~" || text == "null" }

    static func bool(_ text: String) -> Bool? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A number without a fraction. `007` is none: it is somebody's code.
    static func integer(_ text: String) -> Int64? { hasLeadingZero(text) ? nil : Int64(text) }

    /// A number in decimal digits. Anything Swift would read beyond them (`0x1p3`, `inf`, `nan`) is text.
    static func number(_ text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                true
            default: false
            }
        }
        guard isDecimal, !hasLeadingZero(text), let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// A duration with its unit: `250ms`, `30s`, `5m`, `2h`, `7d`; also several, largest first: `1h30m`.
    static func duration(_ text: String) -> Duration? {
        let units: [(name: String, milliseconds: Int64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
        ]
        var total: Int64 = 0
        var rest = text[...]
        var next = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let name = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let count = Int64(digits), let unit = units[next...].firstIndex(where: { $0.name == name }) else {
                return nil
            }
            let (part, overflow) = count.multipliedReportingOverflow(by: units[unit].milliseconds)
            let (sum, carry) = total.addingReportingOverflow(part)
            if overflow || carry { return nil }
            total = sum
            next = unit + 1
            rest = rest.dropFirst(digits.count + name.count)
        }
        return text.isEmpty ? nil : .milliseconds(total)
    }

    private static func hasLeadingZero(_ text: String) -> Bool {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard digits.first == UInt8(ascii: "0"), let second = digits.dropFirst().first else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
    }
}
