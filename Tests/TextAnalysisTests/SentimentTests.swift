import Testing

@testable import TextAnalysis

@Suite struct SentimentTests {
    static let analyzer = TextAnalyzer()

    @Test(arguments: [
        "This is RIDICULOUS! Your product is BROKEN!",
        "This is the third time I'm writing and nobody answers. Unacceptable!",
        "Worst support ever. I am furious.",
        "Complete waste of time, I want my money back NOW!!!",
        "I hate this stupid app, it's garbage",
        "are you kidding me?? still waiting after 2 weeks 😡",
        "I'm so angry and frustrated with your terrible service",
        "this is sh*t",
    ])
    func `anger scores below 0·3`(text: String) {
        let sentiment = Self.analyzer.sentiment(of: text)

        #expect(sentiment.score < 0.3, "\(text): \(sentiment)")
        #expect(sentiment.confidence > 0.3)
    }

    @Test(arguments: [
        "How do I reset my password?",
        "Where can I find my invoices?",
        "Hi, could you please tell me how to add a team member? Thanks in advance",
        "I would like to export my data to CSV.",
        "What is the best way to connect Slack?",
        "We have 20 users on the team plan.",
        "",
        "📎",
    ])
    func `plain questions score about 0·55`(text: String) {
        let score = Self.analyzer.sentiment(of: text).score

        #expect((0.45...0.68).contains(score), "\(text): \(score)")
    }

    @Test(arguments: [
        "The export fails with error 500.",
        "I can't log in to my account.",
        "The app crashes when I open a project.",
        "Sync stopped working since yesterday, please help.",
        "I am having trouble connecting my calendar",
    ])
    func `a plain problem report is no anger`(text: String) {
        let score = Self.analyzer.sentiment(of: text).score

        #expect((0.3...0.6).contains(score), "\(text): \(score)")
    }

    @Test(arguments: [
        "Thank you so much, this works like a charm!",
        "I love the new design, great work!",
        "Amazing support, you saved my day 😍",
        "sooo happy with this",
        "Perfect, that solved it. Awesome!",
    ])
    func `joy scores above 0·7`(text: String) {
        let score = Self.analyzer.sentiment(of: text).score

        #expect(score > 0.7, "\(text): \(score)")
    }

    @Test(arguments: [
        ("not good", "good"), ("I am not happy", "I am happy"), ("good", "very good"),
        ("this is bad", "this is not bad"),
        ("terrible", "bad"), ("I love it but it is broken", "It is broken but I love it"), ("bad", "bad :)"),
        ("this is AWFUL and slow", "this is awful and slow"), ("awful!!!", "awful"),
    ])
    func `one text feels worse than the other`(worse: String, better: String) {
        let (a, b) = (Self.analyzer.sentiment(of: worse).score, Self.analyzer.sentiment(of: better).score)

        #expect(a < b, "\(worse) \(a), \(better) \(b)")
    }

    @Test func `the lexicon has at least 700 entries`() {
        let words = FeelingWords.groups.reduce(0) { $0 + $1.words.split(whereSeparator: \.isWhitespace).count }

        #expect(words >= 700)
    }
}
