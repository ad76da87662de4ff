import TextAnalysis

/// A number of a text, in digits or words, with the unit of time behind it.
struct Quantity {
    let value: Double
    /// In hours, where a unit of time follows.
    var duration: Double?
    /// UTF-8 offsets.
    let range: Range<Int>
    /// Written in letters.
    let isSpelledOut: Bool
    /// The word behind it, folded.
    let noun: String?
    /// Its first token, folded: "8f2k" is no number where a section has it.
    let token: String
    /// The word before it, folded.
    let before: String?
}

/// Reads numbers however they are written: `45`, `forty-five`, `a dozen`, `half an hour`, `within a week`, `30min`.
struct QuantityReader {
    private let tokens: [Token]

    init(_ text: TokenizedText) { tokens = text.tokens }

    func read() -> [Quantity] {
        var found: [Quantity] = []
        var place = 0
        while place < tokens.count {
            guard let (value, end, spelled) = number(at: place) else {
                place += 1
                continue
            }
            let after = nextWord(end)
            let noun = glued(place) ?? after.map { tokens[$0].text }
            let unit = noun.flatMap { Self.units[$0] }
            found.append(
                Quantity(
                    value: value, duration: unit.map { $0 * value },
                    range: tokens[place].range
                        .lowerBound..<tokens[unit != nil ? after ?? end - 1 : end - 1].range.upperBound,
                    isSpelledOut: spelled, noun: noun, token: tokens[place].text,
                    before: place > 0 && tokens[place - 1].isWordLike ? tokens[place - 1].text : nil))
            place = end
        }
        // "after 3, 7 and 14 days", "1 to 29 days": the unit belongs to all.
        for index in found.indices.dropLast().reversed()
        where found[index].duration == nil && found[index + 1].duration != nil
            && joins(found[index].range.upperBound, found[index + 1].range.lowerBound)
        {
            found[index].duration =
                found[index + 1].noun.flatMap { Self.units[$0] }.map { $0 * found[index].value }
                ?? found[index + 1].duration.map { $0 / found[index + 1].value * found[index].value }
        }
        return found
    }

    /// Whether nothing but commas and joining words stands between two places.
    private func joins(_ start: Int, _ end: Int) -> Bool {
        guard start <= end, end - start < 12 else { return false }
        return tokens.filter { $0.range.lowerBound >= start && $0.range.upperBound <= end }.allSatisfy {
            [",", "and", "or", "to", "-", "until", "through"].contains($0.text)
        }
    }

    private func number(at place: Int) -> (value: Double, end: Int, isSpelledOut: Bool)? {
        let token = tokens[place]
        if token.kind == .number, let value = Self.value(token.text) { return (value, place + 1, false) }
        guard token.kind == .word else { return nil }
        if let first = token.text.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
            return Self.value(String(token.text.prefix { $0.isNumber || $0 == "." || $0 == "," })).map {
                ($0, place + 1, false)
            }
        }
        switch token.text {
        case "half": return half(at: place)
        case "a", "an": return article(at: place)
        case "dozen": return (12, place + 1, true)
        case "couple": return nil
        default: return words(from: place)
        }
    }

    /// `half an hour`; "half of the tasks" is no figure.
    private func half(at place: Int) -> (Double, Int, Bool)? {
        guard place + 2 < tokens.count, ["a", "an"].contains(tokens[place + 1].text),
            Self.units[tokens[place + 2].text] != nil
        else { return nil }
        return (0.5, place + 2, true)
    }

    /// "Within an hour" is a time, "requests a minute" a rate, which its own number tells, "takes a minute" a manner of
    /// speaking.
    private func article(at place: Int) -> (Double, Int, Bool)? {
        guard place + 1 < tokens.count else { return nil }
        let next = tokens[place + 1].text
        if next == "dozen" { return (12, place + 2, true) }
        if next == "hundred" || next == "thousand" { return words(from: place + 1) }
        guard place > 0, let unit = Self.units[next], unit >= 1,
            ["within", "after", "for", "in", "takes", "lasts", "than", "least", "by", "only"].contains(
                tokens[place - 1].text)
        else { return nil }
        return (1, place + 1, true)
    }

    /// `forty-nine`, `one hundred and twenty`.
    private func words(from start: Int) -> (Double, Int, Bool)? {
        var total = 0.0
        var part = 0.0
        var place = start
        var end = start
        while place < tokens.count {
            let word = tokens[place].text
            if tokens[place].kind == .word, let small = Self.numbers[word] {
                if end > start, part.truncatingRemainder(dividingBy: 100) > 0,
                    !(part.truncatingRemainder(dividingBy: 10) == 0 && small < 10)
                {
                    break
                }
                part += small
            } else if word == "hundred" || word == "hundreds" {
                part = max(part, 1) * 100
            } else if word == "thousand" || word == "million" {
                total += max(part, 1) * (word == "thousand" ? 1_000 : 1_000_000)
                part = 0
            } else if end > start, word == "-" || (word == "and" && part >= 100) {
                place += 1
                continue
            } else {
                break
            }
            place += 1
            end = place
        }
        return end > start ? (total + part, end, true) : nil
    }

    private func nextWord(_ place: Int) -> Int? {
        var place = place
        if place < tokens.count, tokens[place].text == "-" || tokens[place].text == "full" { place += 1 }
        guard place < tokens.count, tokens[place].kind == .word else { return nil }
        return tokens[place].text == "business" && place + 1 < tokens.count ? place + 1 : place
    }

    /// The unit of `30min`.
    private func glued(_ place: Int) -> String? {
        guard tokens[place].text.first?.isNumber ?? false else { return nil }
        let letters = tokens[place].text.drop { !$0.isLetter }
        return letters.isEmpty ? nil : String(letters)
    }

    static func value(_ digits: String) -> Double? {
        Double(digits.filter { $0 != "," && $0 != "'" && $0 != " " })
    }

    private static let units: [String: Double] = [
        "second": 1 / 3_600, "seconds": 1 / 3_600, "sec": 1 / 3_600, "secs": 1 / 3_600, "minute": 1 / 60,
        "minutes": 1 / 60,
        "min": 1 / 60, "mins": 1 / 60, "hour": 1, "hours": 1, "hr": 1, "hrs": 1, "h": 1, "day": 24, "days": 24,
        "week": 168,
        "weeks": 168, "fortnight": 336, "month": 730, "months": 730, "quarter": 2_190, "quarters": 2_190, "year": 8_760,
        "years": 8_760,
    ]

    private static let numbers: [String: Double] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70,
        "eighty": 80, "ninety": 90,
    ]
}
