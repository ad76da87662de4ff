import Testing

@testable import TextAnalysis

@Suite struct AbuseTests {
    static let analyzer = TextAnalyzer()

    @Test(arguments: [
        "Your airline SUCKS and I hate you!!!",
        "You are a bunch of idiots",
        "fuck you",
        "f*** you all",
        "Go to hell",
        "You people are useless morons",
        "I will find you and kill you",
        "Your support team is a bunch of incompetent clowns",
        "I know where you live",
        "you stupid idiot",
        "shut the fuck up",
        "screw you guys",
        "you fucking liars",
        "kill yourself",
    ])
    func `abuse of people or the company trips`(text: String) {
        let finding = Self.analyzer.abuse(in: text)

        #expect(finding.isAbusive, "\(text): \(finding)")
    }

    @Test(arguments: [
        "This is RIDICULOUS! Your product is BROKEN!",
        "Your app sucks",
        "This fucking app never works",
        "The new design is stupid",
        "I hate this update",
        "I hate your new pricing page",
        "What a piece of crap software",
        "I feel stupid for asking",
        "Am I dumb or is the button missing?",
        "I'm a total idiot, I found it, sorry",
        "You know this feature is garbage",
        "Damn, it broke again",
        "Your website is terrible and I am very angry",
        "This will kill our launch",
        "How do I kill a running job?",
        "Can you beat the price?",
        "I would hate to lose my data",
        "Can you fire the webhook again?",
        "",
        "Have you no idea how annoying that is?",
        "you suggested to burn a DVD",
        "my dumb question: how do you log in?",
    ])
    func `anger at a product does not trip`(text: String) {
        let finding = Self.analyzer.abuse(in: text)

        #expect(!finding.isAbusive, "\(text): \(finding)")
    }
}
