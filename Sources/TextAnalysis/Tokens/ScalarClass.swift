/// What a scalar outside ASCII does in a text.
enum ScalarClass {
    case letter, digit, mark, ideograph, emoji, space, punctuation, symbol
    /// Joiners, direction marks, soft hyphens: skipped, also inside words.
    case invisible

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFEFF, 0xFE00...0xFE0F,
            0xE0000...0xE007F:
            self = .invisible
        case 0x85, 0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: self = .space
        case 0xC0...0x24F where value != 0xD7 && value != 0xF7: self = .letter
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .ideograph
        case 0x1F1E6...0x1F1FF, 0x1F300...0x1F5FF, 0x1F600...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB,
            0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x2600...0x27BF, 0x2B05...0x2B07, 0x2B1B, 0x2B1C, 0x2B50, 0x2B55,
            0x231A, 0x231B, 0x23E9...0x23FA:
            self = .emoji
        default: self = Self.byCategory(scalar)
        }
    }

    private static func byCategory(_ scalar: Unicode.Scalar) -> ScalarClass {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .letter
        case .nonspacingMark, .spacingMark, .enclosingMark: .mark
        case .decimalNumber, .letterNumber, .otherNumber: .digit
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            .punctuation
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: .space
        case .control, .format, .surrogate, .privateUse, .unassigned: .invisible
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: .symbol
        @unknown default: .symbol
        }
    }
}
