/// Finds personal data in UTF-8 in one pass over its addresses and its groups of digits.
struct PersonalDataScanner {
    private let bytes: [UInt8]
    private let source: String
    private var spans: [PersonalDataSpan] = []

    init(_ source: String) {
        self.source = source
        bytes = Array(source.utf8)
    }

    /// In order, none overlapping another; at most 1,000.
    mutating func run() -> [PersonalDataSpan] {
        findAddresses()
        findIBANs()
        var numbers = NumberScanner(bytes, taken: spans.map(\.range))
        for (kind, range) in numbers.run() { add(kind, range) }
        spans.sort { $0.range.lowerBound < $1.range.lowerBound }
        return Array(spans.prefix(1_000))
    }

    private mutating func add(_ kind: PersonalDataSpan.Kind, _ range: Range<Int>) {
        spans.append(
            PersonalDataSpan(type: kind, range: range, text: String(decoding: bytes[range], as: UTF8.self)))
    }

    // MARK: Email

    /// A local part of at most 64 bytes, labels, and a last label of letters (RFC 5321, section 4.5.3.1).
    private mutating func findAddresses() {
        var last = 0
        var offset = 0
        while let at = bytes[offset...].firstIndex(of: UInt8(ascii: "@")), spans.count < 1_000 {
            offset = at + 1
            var start = at
            while start > max(last, at - 64), Self.isLocal(bytes[start - 1]) { start -= 1 }
            while start < at, bytes[start] == UInt8(ascii: ".") || bytes[start] == UInt8(ascii: "-") { start += 1 }
            var end = at + 1
            var lastDot = -1
            while end < min(bytes.count, at + 255), Self.isDomain(bytes[end]) {
                if bytes[end] == UInt8(ascii: ".") { lastDot = end }
                end += 1
            }
            while end > at + 1, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") {
                end -= 1
                lastDot = bytes[(at + 1)..<end].lastIndex(of: UInt8(ascii: ".")) ?? -1
            }
            guard start < at, lastDot > at + 1, end - lastDot > 2 else { continue }
            guard bytes[(lastDot + 1)..<end].allSatisfy({ Self.isLetter($0) || $0 >= 0x80 || $0 == UInt8(ascii: "-") })
            else { continue }
            add(.email, start..<end)
            last = end
            offset = end
        }
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte >= 0x80 || "._%+-'".utf8.contains(byte)
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte >= 0x80 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    // MARK: IBAN

    /// Country and check digits, then letters and digits, written together or in groups.
    private mutating func findIBANs() {
        var offset = 0
        while offset + 15 <= bytes.count, spans.count < 1_000 {
            defer { offset += 1 }
            guard Self.isLetter(bytes[offset]), Self.isLetter(bytes[offset + 1]), Self.isDigit(bytes[offset + 2]),
                offset == 0 || !(Self.isLetter(bytes[offset - 1]) || Self.isDigit(bytes[offset - 1]))
            else { continue }
            let country = String(decoding: [bytes[offset] & 0xDF, bytes[offset + 1] & 0xDF], as: UTF8.self)
            guard let length = Self.ibanLengths[country], let end = ibanEnd(from: offset, length: length) else {
                continue
            }
            add(.iban, offset..<end)
            offset = end - 1
        }
    }

    private func ibanEnd(from start: Int, length: Int) -> Int? {
        var symbols: [UInt8] = []
        var end = start
        while end < bytes.count, symbols.count < length {
            let byte = bytes[end]
            if Self.isLetter(byte) {
                symbols.append(byte & 0xDF)
            } else if Self.isDigit(byte) {
                symbols.append(byte)
            } else if (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")) && symbols.count >= 4 {
                guard bytes[end - 1] != byte else { return nil }
            } else {
                return nil
            }
            end += 1
        }
        guard symbols.count == length else { return nil }
        if end < bytes.count, Self.isLetter(bytes[end]) || Self.isDigit(bytes[end]) { return nil }
        // ISO 7064, mod 97-10: the first four behind the rest, letters as 10…35.
        var remainder = 0
        for symbol in symbols[4...] + symbols[..<4] {
            remainder =
                Self.isDigit(symbol)
                ? (remainder * 10 + Int(symbol - UInt8(ascii: "0"))) % 97
                : (remainder * 100 + Int(symbol - UInt8(ascii: "A")) + 10) % 97
        }
        return remainder == 1 ? end : nil
    }

    /// Lengths by country, from the structure each registers under ISO 13616.
    private static let ibanLengths: [String: Int] = [
        "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
        "BY": 28,
        "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24,
        "FI": 18,
        "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21,
        "HU": 28,
        "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21,
        "LT": 20,
        "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30,
        "NI": 28,
        "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33,
        "SA": 24,
        "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24,
        "TR": 26,
        "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
    ]
}
