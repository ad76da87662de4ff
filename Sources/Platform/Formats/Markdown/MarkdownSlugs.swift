/// The anchors of a document's headings as GitHub makes them: lower case, spaces as hyphens, of all else letters, digits,
/// `_` and `-`. A slug that is taken gets `-1`, `-2` and so on. A heading without any letter is `section`.
struct MarkdownSlugs {
    /// How often each slug was asked for.
    private var uses: [String: Int] = [:]

    mutating func slug(for heading: String) -> String {
        let base = Self.base(of: heading)
        var slug = base
        while uses[slug] != nil {
            uses[base, default: 0] += 1
            slug = "\(base)-\(uses[base, default: 0])"
        }
        uses[slug] = 0
        return slug
    }

    private static func base(of heading: String) -> String {
        var slug = String.UnicodeScalarView()
        for scalar in heading.lowercased().unicodeScalars {
            if scalar == " " {
                slug.append("-")
            } else if scalar == "-" || isWordCharacter(scalar) {
                slug.append(scalar)
            }
        }
        return slug.isEmpty ? "section" : String(slug)
    }

    private static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark: true
        default: scalar.properties.isAlphabetic
        }
    }
}
