import TextAnalysis

/// Finds numbers, codes, times and dates in a reply that neither the sections nor the customer have.
struct FigureReader {
    let text: TokenizedText
    let grounds: ReplyGrounds

    func find() -> [Range<Int>] {
        let known = grounds.all
        let knownQuantities = known.flatMap { QuantityReader($0).read() }
        let values = Set(knownQuantities.map(\.value))
        let durations = knownQuantities.compactMap(\.duration)
        let words = Set(known.flatMap { $0.tokens.map(\.text) })
        var found: [Range<Int>] = []
        for quantity in QuantityReader(text).read() where !isNumbering(quantity) {
            if quantity.token.contains(where: \.isLetter), !quantity.isSpelledOut, words.contains(quantity.token) {
                continue
            }
            if let duration = quantity.duration {
                // "Within an hour" of what happens "500 times an hour".
                if quantity.isSpelledOut, quantity.value == 1, words.contains(quantity.noun ?? "") { continue }
                if !durations.contains(where: { abs($0 - duration) <= 0.03 * duration }) {
                    found.append(quantity.range)
                }
            } else if !values.contains(quantity.value), !isLoose(quantity), !isOrdinal(quantity, in: words) {
                found.append(quantity.range)
            }
        }
        for (place, token) in text.tokens.enumerated() {
            let isFact =
                token.kind == .code || token.kind == .number && QuantityReader.value(token.text) == nil
                || token.kind == .word && Self.isDate(text.tokens, place)
                || token.kind == .word && token.text.utf8.contains { (0x30...0x39).contains($0) }
                    && !(token.text.first?.isNumber ?? true)
            if isFact, !words.contains(token.text) { found.append(token.range) }
        }
        return found
    }

    /// The mark of a step, at the start of a line, in brackets or behind the word "step".
    private func isNumbering(_ quantity: Quantity) -> Bool {
        if quantity.isSpelledOut { return false }
        if quantity.before == "step" || quantity.before == "option" { return true }
        guard let place = text.tokens.firstIndex(where: { $0.range.lowerBound == quantity.range.lowerBound }) else {
            return false
        }
        let next = place + 1 < text.tokens.count ? text.tokens[place + 1].text : ""
        guard next == "." || next == ")" || next == ":" else { return false }
        var before = place
        while before >= 0, !text.tokens[before].traits.contains(.startsLine) {
            before -= 1
            guard before >= 0 else { return true }
            if text.tokens[before].isWordLike {
                return next == ")" && quantity.value < 20 && text.tokens[place - 1].text == "("
            }
        }
        return true
    }

    /// "One of them", "two ways to do this": counts of what the reply itself lists.
    private func isLoose(_ quantity: Quantity) -> Bool {
        guard quantity.isSpelledOut else { return false }
        return quantity.value <= 1 || quantity.value <= 10 && Self.listed.contains(quantity.noun ?? "")
    }

    /// "The 1st" for a section's "first day".
    private func isOrdinal(_ quantity: Quantity, in words: Set<String>) -> Bool {
        guard ["st", "nd", "rd", "th"].contains(quantity.noun ?? "") else { return false }
        let place = Int(quantity.value) - 1
        return Self.ordinals.indices.contains(place) && words.contains(Self.ordinals[place])
    }

    private static let ordinals = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ]

    private static let listed: Set<String> = [
        "way", "ways", "option", "options", "step", "steps", "thing", "things", "question", "questions", "point",
        "points", "reason", "reasons", "cause", "causes", "possibility", "possibilities", "place", "places", "parts",
        "different", "possible", "common", "quick", "usual", "simple", "topics", "answers", "of", "checks", "more",
        "other", "easy",
    ]

    /// A day's or month's name; "may" and "march" only beside a number or behind a preposition.
    private static func isDate(_ tokens: [Token], _ place: Int) -> Bool {
        let token = tokens[place]
        guard token.traits.contains(.capitalised) else { return false }
        if days.contains(token.text) { return true }
        guard months.contains(token.text) else { return false }
        if token.text != "may" && token.text != "march" { return true }
        let before = place > 0 ? tokens[place - 1] : nil
        let after = place + 1 < tokens.count ? tokens[place + 1] : nil
        return before?.kind == .number || after?.kind == .number
            || ["in", "by", "until", "since", "of", "before", "early", "late", "mid"].contains(before?.text ?? "")
    }

    private static let days: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays",
        "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "christmas", "easter",
    ]
    private static let months: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}
