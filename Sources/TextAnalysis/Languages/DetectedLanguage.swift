internal import CLanguages

/// The language of a text.
package struct DetectedLanguage: Sendable, Equatable {
    /// ISO 639-1 (`en`), with a script or region where the language needs it (`zh-Hant`).
    package let code: String
    /// Whether the detector stands by it and it is one of the languages allowed. A few words never are enough.
    package let isReliable: Bool
    /// Share of the text's letters it explains, 0…1.
    package let share: Double
}

extension DetectedLanguage {
    /// Detects by CLD2 (`ExtDetectLanguageSummary`, flags 0), whose tables are constant: any thread may call.
    ///
    /// The first 2 kB are read, without addresses and numbers.
    ///
    /// - Parameter allowed: the languages to tell apart; empty means all. Another answer is given as not reliable,
    ///   unless the text is long enough (60 letters) for that to be sure.
    /// - Returns: `nil` for fewer than three words or twelve letters of an alphabet, and when CLD2 cannot tell.
    package static func detect(_ text: String, allowed: [String] = []) -> DetectedLanguage? {
        detect(TokenizedText(text).tokens, allowed: allowed)
    }

    static func detect(_ tokens: [Token], allowed: [String]) -> DetectedLanguage? {
        var sample = ""
        var letters = 0
        var words = 0
        for token in tokens where token.kind == .word && sample.utf8.count < 2_048 {
            sample += token.text
            sample += " "
            let isIdeograph = token.text.utf8.count >= 3 && token.text.unicodeScalars.count == 1
            letters += isIdeograph ? 4 : token.text.unicodeScalars.count
            words += 1
        }
        guard words >= 3, letters >= 12 else { return nil }
        var code = [CChar](repeating: 0, count: 12)
        var percent: Int32 = 0
        let reliable = sample.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                languages_detect($0.baseAddress, Int32($0.count), &code, &percent)
            }
        }
        let name = String(decoding: code.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        guard name != "un", !name.isEmpty else { return nil }
        let isAllowed = allowed.isEmpty || allowed.contains(name) || allowed.contains(String(name.prefix(2)))
        return DetectedLanguage(
            code: name, isReliable: reliable != 0 && (isAllowed || letters >= 60), share: Double(percent) / 100)
    }
}
