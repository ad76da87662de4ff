import Testing

@testable import TextAnalysis

@Suite struct LanguageTests {
    @Test(arguments: [
        ("How do I reset the password of my account?", "en"), ("Wie kann ich mein Passwort zurücksetzen?", "de"),
        ("¿Cómo puedo restablecer mi contraseña en la aplicación?", "es"),
        ("Comment puis-je réinitialiser mon mot de passe ?", "fr"),
        ("Как мне сбросить пароль от моей учётной записи?", "ru"),
        ("パスワードをリセットするにはどうすればいいですか", "ja"),
    ])
    func `a sentence tells its language`(text: String, code: String) {
        #expect(DetectedLanguage.detect(text)?.code == code)
    }

    @Test(arguments: ["", "ok", "hola", "grazie mille", "12345 67890", "😀😀😀", "https://example.com/a/b/c"])
    func `too little to tell is unknown`(text: String) {
        #expect(DetectedLanguage.detect(text) == nil)
    }

    @Test func `a language that is not allowed is not relied on in a short text`() throws {
        let found = try #require(DetectedLanguage.detect("Wie kann ich das machen?", allowed: ["en"]))

        #expect(!found.isReliable)
    }

    @Test func `one foreign name leaves the language`() {
        #expect(DetectedLanguage.detect("I cannot open the file of my colleague 田中 since this morning")?.code == "en")
    }
}
