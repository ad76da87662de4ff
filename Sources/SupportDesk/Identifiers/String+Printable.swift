extension String {
    /// Without control characters other than line ends, which could move a terminal's cursor or recolour its screen.
    package var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control where scalar != "\n": "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
