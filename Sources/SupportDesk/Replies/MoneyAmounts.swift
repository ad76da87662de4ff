import TextAnalysis

/// Finds amounts of money and discounts: a number beside a currency, or a share of a price.
enum MoneyAmounts {
    /// UTF-8 ranges, in order.
    static func find(in text: TokenizedText) -> [Range<Int>] {
        let tokens = text.tokens
        var found: [Range<Int>] = []
        for (place, token) in tokens.enumerated() where isNumber(token) {
            let before = place > 0 ? tokens[place - 1] : nil
            let after = place + 1 < tokens.count ? tokens[place + 1] : nil
            if let before, isCurrency(before) {
                found.append(before.range.lowerBound..<token.range.upperBound)
            } else if let after, isCurrency(after) {
                found.append(token.range.lowerBound..<after.range.upperBound)
            } else if let after, isPercent(after), speaksOfDiscount(tokens, near: place) {
                found.append(token.range.lowerBound..<after.range.upperBound)
            }
        }
        return found
    }

    private static func isNumber(_ token: Token) -> Bool {
        token.kind == .number || NumberWords.values[token.text] != nil
    }

    private static func isCurrency(_ token: Token) -> Bool {
        if token.kind == .word { return currencies.contains(token.text) }
        return token.text.unicodeScalars.allSatisfy { $0.properties.generalCategory == .currencySymbol }
    }

    private static func isPercent(_ token: Token) -> Bool { token.text == "%" || token.text == "percent" }

    private static func speaksOfDiscount(_ tokens: [Token], near place: Int) -> Bool {
        let near = tokens[max(0, place - 4)..<min(tokens.count, place + 6)]
        return near.contains { ["off", "discount", "discounts", "cheaper", "rebate", "reduction"].contains($0.text) }
    }

    private static let currencies: Set<String> = [
        "usd", "eur", "gbp", "chf", "jpy", "inr", "cad", "aud", "nzd", "sek", "nok", "dkk", "pln", "czk", "brl", "mxn",
        "cny", "pkr", "zar", "sgd", "hkd", "aed", "dollar", "dollars", "euro", "euros", "cent", "cents", "rupee",
        "rupees",
        "yen", "franc", "francs", "bucks", "quid", "sterling",
    ]
}

/// The numbers that are often written as words.
enum NumberWords {
    static let values: [String: Int] = [
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "ninety": 90, "hundred": 100, "thousand": 1_000,
    ]
}
