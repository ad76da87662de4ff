/// The language of a text.
package struct DetectedLanguage: Sendable, Equatable {
    /// ISO 639-1 (`en`), with a script or region where the language needs it (`zh-Hant`).
    package let code: String
    /// Whether the detector stands by it. A few words never are enough.
    package let isReliable: Bool
    /// Share of the text's letters it explains, 0…1.
    package let share: Double
}
