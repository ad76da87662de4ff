/// A name that a reply may greet with.
///
/// A name is typed by a stranger and may be anything: a sentence, a link, lines of a forged answer. Only what looks like a
/// name is taken; everyone else gets the neutral greeting.
struct GreetingName: Equatable {
    static let longest = 48

    let text: String

    init?(_ typed: String?) {
        guard let typed else { return nil }
        let line = typed.trimmed
        // Refused, not repaired: what is cut off a hostile name may leave another one.
        guard !line.isEmpty, line.utf16.count <= Self.longest else { return nil }
        let words = line.split(separator: " ")
        guard words.count <= 4, words.allSatisfy(Self.isNameWord) else { return nil }
        text = words.joined(separator: " ")
    }

    /// Letters and their marks with apostrophes, hyphens and full stops between them or an initial's stop at the end, but
    /// nothing that software would make a link of (`evil.example`).
    private static func isNameWord(_ word: Substring) -> Bool {
        guard word.first?.isLetter == true else { return false }
        var body = word
        if body.last == "." || body.last == "," { body.removeLast() }
        let parts = body.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }), parts.count == 1 || parts.allSatisfy({ $0.count == 1 }) else {
            return false
        }
        return body.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter, .nonspacingMark,
                .spacingMark:
                true
            default: "'’-.".unicodeScalars.contains(scalar)
            }
        } && !body.lowercased().hasPrefix("www.")
    }
}
