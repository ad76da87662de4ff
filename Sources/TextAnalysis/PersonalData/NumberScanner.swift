/// Payment cards, social security numbers and phone numbers among the digits of a text.
///
/// Digits are read as groups joined by single separators. Phone numbers are taken conservatively: an international or a
/// usual national form, or any form behind a word such as "phone" or "call".
struct NumberScanner {
    private let bytes: [UInt8]
    private let taken: [Range<Int>]
    private var found: [(PersonalDataSpan.Kind, Range<Int>)] = []

    /// Digits in a row, and what stands between them and the group before.
    private struct Group {
        let range: Range<Int>
        /// Joined to the group before by at most three separators.
        let isJoined: Bool
    }

    init(_ bytes: [UInt8], taken: [Range<Int>]) {
        self.bytes = bytes
        self.taken = taken.sorted { $0.lowerBound < $1.lowerBound }
    }

    mutating func run() -> [(PersonalDataSpan.Kind, Range<Int>)] {
        let groups = groups()
        var first = 0
        while first < groups.count, found.count < 1_000 {
            var last = first
            while last + 1 < groups.count, groups[last + 1].isJoined, last - first < 200 { last += 1 }
            read(groups[first...last])
            first = last + 1
        }
        return found
    }

    private func groups() -> [Group] {
        var groups: [Group] = []
        var offset = 0
        var nextTaken = 0
        while offset < bytes.count {
            while nextTaken < taken.count, taken[nextTaken].upperBound <= offset { nextTaken += 1 }
            if nextTaken < taken.count, taken[nextTaken].contains(offset) {
                offset = taken[nextTaken].upperBound
                continue
            }
            guard PersonalDataScanner.isDigit(bytes[offset]) else {
                offset += 1
                continue
            }
            let start = offset
            while offset < bytes.count, PersonalDataScanner.isDigit(bytes[offset]) { offset += 1 }
            let between = (groups.last?.range.upperBound ?? start)..<start
            let isJoined =
                !between.isEmpty && between.count <= 3 && bytes[between].allSatisfy { " -.()/".utf8.contains($0) }
                && bytes[between].count { $0 == UInt8(ascii: " ") } <= 2
            groups.append(Group(range: start..<offset, isJoined: isJoined))
        }
        return groups
    }

    private mutating func read(_ groups: ArraySlice<Group>) {
        var rest = groups
        var isFresh = true
        while !rest.isEmpty {
            let phone = isFresh || standsApart(rest, in: groups) ? phone(rest) : nil
            if let taken = card(rest) ?? socialSecurityNumber(rest) ?? phone {
                found.append((taken.kind, taken.range))
                rest = rest.dropFirst(taken.count)
                isFresh = true
            } else {
                rest = rest.dropFirst()
                isFresh = false
            }
        }
    }

    /// Whether a number may begin inside a run of groups: a sign opens it, or its own separators are others.
    private func standsApart(_ rest: ArraySlice<Group>, in run: ArraySlice<Group>) -> Bool {
        guard let first = rest.first, rest.startIndex > run.startIndex else { return true }
        let before = bytes[run[rest.startIndex - 1].range.upperBound..<first.range.lowerBound]
        if before.count > 1 { return true }
        guard let second = rest.dropFirst().first else { return false }
        return Array(before) != Array(bytes[first.range.upperBound..<second.range.lowerBound])
    }

    private typealias Finding = (kind: PersonalDataSpan.Kind, range: Range<Int>, count: Int)

    // MARK: Cards

    private func card(_ groups: ArraySlice<Group>) -> Finding? {
        guard let first = groups.first, first.range.count <= 19, !touchesWord(before: first.range.lowerBound) else {
            return nil
        }
        var digits: [UInt8] = []
        var best: Finding?
        for (index, group) in groups.prefix(8).enumerated() {
            digits += bytes[group.range]
            guard digits.count <= 19 else { break }
            guard digits.count >= 12, !touchesWord(after: group.range.upperBound), Self.isCard(digits),
                index == 0 || isCardGrouping(groups.prefix(index + 1))
            else { continue }
            best = (.paymentCard, first.range.lowerBound..<group.range.upperBound, index + 1)
        }
        return best
    }

    /// Groups of three or more with one and the same separator, as cards are printed.
    private func isCardGrouping(_ groups: ArraySlice<Group>) -> Bool {
        guard groups.dropLast().allSatisfy({ $0.range.count >= 3 && $0.range.count <= 7 }) else { return false }
        let separators = zip(groups, groups.dropFirst()).map { Array(bytes[$0.range.upperBound..<$1.range.lowerBound]) }
        return separators.allSatisfy { $0.count == 1 && $0 == separators[0] }
    }

    /// Length and prefix of a network (ISO/IEC 7812 as the networks publish them), and Luhn.
    static func isCard(_ digits: [UInt8]) -> Bool {
        let values = digits.map { Int($0 - UInt8(ascii: "0")) }
        func prefix(_ count: Int) -> Int { values.prefix(count).reduce(0) { $0 * 10 + $1 } }
        let isNetwork =
            switch values.count {
            case 12: (56...69).contains(prefix(2)) || prefix(2) == 50
            case 13: values[0] == 4 || (56...69).contains(prefix(2)) || prefix(2) == 50
            case 14:
                [36, 38, 39].contains(prefix(2)) || (300...305).contains(prefix(3)) || (56...69).contains(prefix(2))
            case 15:
                [34, 37].contains(prefix(2)) || [1800, 2131, 2014, 2149].contains(prefix(4))
                    || (56...69).contains(prefix(2))
            case 16...19:
                values[0] == 4 || (51...55).contains(prefix(2)) || (2221...2720).contains(prefix(4)) || values[0] == 6
                    || prefix(2) == 35 || [36, 38, 39, 50].contains(prefix(2)) || (56...58).contains(prefix(2))
                    || (300...305).contains(prefix(3)) || prefix(4) == 2200 || prefix(2) == 81 || prefix(4) == 9792
            default: false
            }
        guard isNetwork, Set(values).count > 1 else { return false }
        var sum = 0
        for (index, value) in values.reversed().enumerated() {
            sum += index % 2 == 0 ? value : value * 2 / 10 + value * 2 % 10
        }
        return sum % 10 == 0
    }

    // MARK: Social security numbers

    private func socialSecurityNumber(_ groups: ArraySlice<Group>) -> Finding? {
        guard let first = groups.first, !touchesWord(before: first.range.lowerBound) else { return nil }
        let parts = groups.prefix(3)
        if parts.map(\.range.count) == [3, 2, 4], let last = parts.last,
            groups.count == 3 || !isTight(after: last, groups)
        {
            let separators = zip(parts, parts.dropFirst()).map {
                Array(bytes[$0.range.upperBound..<$1.range.lowerBound])
            }
            let digits = parts.flatMap { bytes[$0.range] }
            let hyphenated = separators.allSatisfy { $0 == [UInt8(ascii: "-")] }
            guard Self.isAssignable(digits), !touchesWord(after: last.range.upperBound),
                hyphenated
                    || (separators[0].count == 1 && separators[0] == separators[1]
                        && mentions(Self.ssnWords, before: first, within: 40))
            else { return nil }
            return (.socialSecurityNumber, first.range.lowerBound..<last.range.upperBound, 3)
        }
        if first.range.count == 9, groups.count == 1, Self.isAssignable(Array(bytes[first.range])),
            mentions(Self.ssnWords, before: first, within: 40)
        {
            return (.socialSecurityNumber, first.range, 1)
        }
        return nil
    }

    /// Areas 000, 666 and 900–999, group 00 and serial 0000 are never assigned.
    private static func isAssignable(_ digits: [UInt8]) -> Bool {
        let text = String(decoding: digits, as: UTF8.self)
        return !text.hasPrefix("000") && !text.hasPrefix("666") && !text.hasPrefix("9") && !text.hasSuffix("0000")
            && text.dropFirst(3).prefix(2) != "00"
    }

    // MARK: Phone numbers

    private func phone(_ groups: ArraySlice<Group>) -> Finding? {
        guard let first = groups.first else { return nil }
        var start = first.range.lowerBound
        if start > 0, bytes[start - 1] == UInt8(ascii: "(") { start -= 1 }
        let hasPlus = start > 0 && bytes[start - 1] == UInt8(ascii: "+")
        if hasPlus { start -= 1 }
        if start > 0, bytes[start - 1] == UInt8(ascii: "("), hasPlus { start -= 1 }
        guard !touchesWord(before: start) else { return nil }
        guard start == 0 || !"#$€£.,:/_=@-".utf8.contains(bytes[start - 1]) || hasPlus || isAfterLabel(start) else {
            return nil
        }

        let isExpected = mentions(Self.phoneWords, before: first)
        var best: Finding?
        var digits: [UInt8] = []
        var shape: [Int] = []
        for (index, group) in groups.prefix(7).enumerated() {
            digits += bytes[group.range]
            shape.append(group.range.count)
            guard digits.count <= 15 else { break }
            let isWhole = index + 1 == groups.count || !isTight(after: group, groups)
            guard isWhole, !touchesWord(after: group.range.upperBound),
                !continuesNumber(after: group.range.upperBound)
            else { continue }
            let parenthesised =
                bytes[first.range.lowerBound - (first.range.lowerBound > 0 ? 1 : 0)] == UInt8(ascii: "(")
            if Self.isPhone(
                digits, shape, plus: hasPlus, parenthesised: parenthesised, expected: isExpected,
                looksLikeDate: looksLikeDate(groups.prefix(index + 1)))
            {
                best = (.phone, start..<group.range.upperBound, index + 1)
            }
        }
        return best
    }

    private static func isPhone(
        _ digits: [UInt8], _ shape: [Int], plus: Bool, parenthesised: Bool, expected: Bool, looksLikeDate: Bool
    ) -> Bool {
        if plus { return (8...15).contains(digits.count) && digits[0] != UInt8(ascii: "0") }
        guard !looksLikeDate, Set(digits).count > 2 else { return false }
        let zero = UInt8(ascii: "0")
        // North America: area and exchange begin with 2…9.
        let national = digits.count == 11 && digits[0] == UInt8(ascii: "1") ? Array(digits.dropFirst()) : digits
        if national.count == 10,
            shape.suffix(3) == [3, 3, 4] || shape.suffix(2) == [3, 7] || (expected && shape.count <= 2)
        {
            if national[0] > UInt8(ascii: "1"), national[3] > UInt8(ascii: "1") { return shape.count > 1 || expected }
        }
        if parenthesised, shape.count > 1, (7...12).contains(digits.count) { return true }
        // 00 and a country; 0 and an area in two groups or more.
        if digits[0] == zero, digits.count > 2, digits[1] == zero {
            return (10...15).contains(digits.count) && (expected || shape.count > 1)
        }
        if digits[0] == zero, (9...12).contains(digits.count) {
            return expected || (shape.count > 1 && shape[0] >= 2 && shape.allSatisfy { $0 >= 2 })
        }
        return expected && (7...12).contains(digits.count) && shape.allSatisfy { $0 >= 2 }
    }

    /// `2024-03-15`, `15.03.2024`, `10.4.2.1`
    private func looksLikeDate(_ groups: ArraySlice<Group>) -> Bool {
        let shape = groups.map(\.range.count)
        if shape.count >= 3, shape[0] == 4, shape[1] <= 2, shape[2] <= 2 { return true }
        if shape.count >= 3, shape[0] <= 2, shape[1] <= 2, shape[2] == 4 { return true }
        return shape.count >= 4 && shape.allSatisfy { $0 <= 3 } && shape.contains(1)
    }

    private static let phoneWords = [
        "phone", "call", "tel", "mobile", "cell", "fax", "whatsapp", "reach me", "number is", "ring", "text me", "sms",
        "contact me", "dial", "answering at", "my number",
    ]
    private static let ssnWords = ["ssn", "social security", "social-security", "soc sec"]

    // MARK: Surroundings

    /// Whether one of some words stands in the bytes before.
    private func mentions(_ words: [String], before group: Group, within reach: Int = 24) -> Bool {
        let start = max(0, group.range.lowerBound - reach)
        let text = String(decoding: bytes[start..<group.range.lowerBound].map(Folding.asciiLowercase), as: UTF8.self)
        return words.contains { word in text.firstMatch(of: word) }
    }

    private func isAfterLabel(_ start: Int) -> Bool { bytes[start - 1] == UInt8(ascii: ":") }

    private func isTight(after group: Group, _ groups: ArraySlice<Group>) -> Bool {
        guard let next = groups.first(where: { $0.range.lowerBound >= group.range.upperBound }) else { return false }
        let between = bytes[group.range.upperBound..<next.range.lowerBound]
        return between.count == 1 && between.first != UInt8(ascii: " ")
    }

    private func continuesNumber(after offset: Int) -> Bool {
        offset + 1 < bytes.count && ":,%".utf8.contains(bytes[offset]) && PersonalDataScanner.isDigit(bytes[offset + 1])
    }

    private func touchesWord(before offset: Int) -> Bool {
        guard offset > 0 else { return false }
        let byte = bytes[offset - 1]
        if PersonalDataScanner.isLetter(byte) || PersonalDataScanner.isDigit(byte) || byte == UInt8(ascii: "_") {
            return true
        }
        return byte == UInt8(ascii: "-") && offset > 1
            && (PersonalDataScanner.isLetter(bytes[offset - 2]) || PersonalDataScanner.isDigit(bytes[offset - 2]))
    }

    private func touchesWord(after offset: Int) -> Bool {
        guard offset < bytes.count else { return false }
        let byte = bytes[offset]
        return PersonalDataScanner.isLetter(byte) || PersonalDataScanner.isDigit(byte) || byte == UInt8(ascii: "_")
    }
}

extension String {
    /// Whether it holds another one.
    fileprivate func firstMatch(of other: String) -> Bool {
        let wanted = Array(other.utf8)
        let own = Array(utf8)
        guard own.count >= wanted.count else { return false }
        return (0...(own.count - wanted.count)).contains { own[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
