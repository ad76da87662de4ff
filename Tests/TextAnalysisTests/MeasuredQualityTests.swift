import Foundation
import Testing

@testable import TextAnalysis

/// Figures on public development data. The limits are what was reached, less a little: they catch a rule that spoils others.
@Suite struct MeasuredQualityTests {
    private static let analyzer = TextAnalyzer()

    @Test(
        .enabled(if: DevelopmentData.has("rated-sentiment/tweets_dev.csv")),
        arguments: [("rated-sentiment/tweets_dev.csv", 0.70, 0.13), ("rated-sentiment/amazon_dev.csv", 0.45, 0.17)])
    func `sentiment follows human ratings`(file: String, correlation: Double, error: Double) throws {
        var pairs: [(rated: Double, found: Double)] = []
        for row in try DevelopmentData.rows(file) {
            guard let rating = Double(row["mean_rating"] ?? ""), let text = row["text"] else { continue }
            pairs.append(((rating + 4) / 8, Self.analyzer.sentiment(of: text).score))
        }

        let count = Double(pairs.count)
        let meanError = pairs.reduce(0) { $0 + abs($1.rated - $1.found) } / count
        let pearson = correlationOf(pairs)
        print("\(file): n \(pairs.count), correlation \(pearson), mean absolute error \(meanError)")

        #expect(pearson > correlation)
        #expect(meanError < error)
    }

    @Test(.enabled(if: DevelopmentData.has("airline-tweets/dev.csv")))
    func `sentiment tells complaints from praise`() throws {
        var counts: [String: [Int]] = [:]
        for row in try DevelopmentData.rows("airline-tweets/dev.csv") {
            guard let text = row["text"], let label = row["sentiment"] else { continue }
            let score = Self.analyzer.sentiment(of: text).score
            counts[label, default: [0, 0, 0]][score < 0.45 ? 0 : score <= 0.65 ? 1 : 2] += 1
        }

        print("airline tweets, found negative/neutral/positive by label: \(counts)")

        let positive = try #require(counts["positive"])
        let negative = try #require(counts["negative"])
        #expect(Double(positive[2]) / Double(positive.reduce(0, +)) > 0.6)
        #expect(Double(negative[2]) / Double(negative.reduce(0, +)) < 0.2)
    }

    @Test(.enabled(if: DevelopmentData.has("airline-tweets/dev.csv")))
    func `angry but civil customers are no abusers`() throws {
        let negative = try DevelopmentData.rows("airline-tweets/dev.csv").filter { $0["sentiment"] == "negative" }

        let tripped = negative.filter { Self.analyzer.abuse(in: $0["text"] ?? "").isAbusive }
        print("abuse among \(negative.count) negative airline tweets: \(tripped.count)")
        if ProcessInfo.processInfo.environment["SHOW"] != nil {
            for row in tripped.prefix(60) { print("  ", row["text"] ?? "") }
        }

        #expect(Double(tripped.count) / Double(negative.count) < 0.03)
    }

    @Test(.enabled(if: DevelopmentData.has("davidson-abuse/dev.csv")))
    func `hateful texts trip more often than neither`() throws {
        var counts: [String: (tripped: Int, all: Int)] = [:]
        for row in try DevelopmentData.rows("davidson-abuse/dev.csv") {
            let label = row["label"] ?? ""
            counts[label, default: (0, 0)].all += 1
            if Self.analyzer.abuse(in: row["text"] ?? "").isAbusive { counts[label]?.tripped += 1 }
        }
        print("davidson: \(counts)")

        let hate = try #require(counts["hate"])
        let neither = try #require(counts["neither"])
        #expect(Double(hate.tripped) / Double(hate.all) > 0.5)
        #expect(Double(neither.tripped) / Double(neither.all) < 0.1)
    }

    @Test(
        .enabled(if: DevelopmentData.has("pii-formats/dev.jsonl")),
        arguments: ["pii-formats/dev.jsonl", "pii-synthetic/dev.jsonl"])
    func `personal data is found and look-alikes are not`(file: String) throws {
        let kinds: [String: PersonalDataSpan.Kind] = [
            "CREDIT_CARD": .paymentCard, "IBAN": .iban, "IBAN_CODE": .iban, "PHONE": .phone, "PHONE_NUMBER": .phone,
            "EMAIL": .email, "EMAIL_ADDRESS": .email, "SSN": .socialSecurityNumber, "US_SSN": .socialSecurityNumber,
        ]
        var right: [String: Int] = [:]
        var missed: [String: Int] = [:]
        var extra: [String: Int] = [:]
        for object in try DevelopmentData.objects(file) {
            guard let text = object["text"] as? String, let spans = object["spans"] as? [[String: Any]] else {
                continue
            }
            var found = PersonalDataSpan.all(in: text)
            for span in spans {
                guard let kind = kinds[span["type"] as? String ?? ""], let value = span["value"] as? String else {
                    continue
                }
                let match = found.firstIndex {
                    $0.type == kind && ($0.text == value || $0.text.contains(value) || value.contains($0.text))
                }
                if let match {
                    found.remove(at: match)
                    right[kind.rawValue, default: 0] += 1
                } else {
                    missed[kind.rawValue, default: 0] += 1
                    if ProcessInfo.processInfo.environment["SHOW"] != nil {
                        print("missed", kind, value, "|", text.prefix(150))
                    }
                }
            }
            for span in found {
                extra[span.type.rawValue, default: 0] += 1
                if ProcessInfo.processInfo.environment["SHOW"] != nil {
                    print("extra", span.type, span.text, "|", text.prefix(150))
                }
            }
        }
        print("\(file): right \(right), missed \(missed), extra \(extra)")

        let cards = right["card", default: 0]
        #expect(Double(cards) / Double(cards + missed["card", default: 0]) > 0.9)
        #expect(extra["card", default: 0] <= 2)
    }

    @Test(.enabled(if: DevelopmentData.has("prompt-injection/dev.jsonl")))
    func `attacks are told from harmless texts with their words`() throws {
        var counts: [String: (flagged: Int, all: Int)] = [:]
        for object in try DevelopmentData.objects("prompt-injection/dev.jsonl") {
            guard let text = object["text"] as? String, let label = object["label"] as? String else { continue }
            let key = "\(object["source"] ?? "")/\(label)"
            counts[key, default: (0, 0)].all += 1
            let hit = Self.analyzer.analyze(text).hit(.promptInjection)
            if hit != nil { counts[key]?.flagged += 1 }
            if ProcessInfo.processInfo.environment["SHOW"] != nil, (hit != nil) != (label == "attack") {
                print(key, "|", hit?.text ?? "-", "|", text.prefix(160).replacing("\n", with: " "))
            }
        }
        print("prompt injection flagged: \(counts)")

        #expect(
            counts.filter { $0.key.hasSuffix("attack") }.allSatisfy {
                Double($0.value.flagged) > 0.5 * Double($0.value.all)
            })
    }

    @Test(.enabled(if: DevelopmentData.has("banking-faq/faq.jsonl") && DevelopmentData.has("clinc150/val.csv")))
    func `questions find their article and strange ones find none`() throws {
        var index = BM25Index<String>()
        index.replace(
            try DevelopmentData.objects("banking-faq/faq.jsonl").compactMap { object in
                guard let id = object["id"] as? String, let question = object["question"] as? String else { return nil }
                let similar = object["similar"] as? [String] ?? []
                return SearchDocument(
                    id: id, title: object["title"] as? String ?? "",
                    body: question + " " + similar.joined(separator: " "))
            })
        func verdict(_ question: String) -> (first: String?, top: [String], verdict: AnswerEvidence.Verdict) {
            let query = index.analyze(question)
            let hits = index.search(query)
            let evidence = AnswerEvidence(query: query, hits: hits, document: { $0 })
            return (hits.first?.id, hits.map(\.id), evidence.verdict)
        }
        var verdicts: [String: Int] = [:]
        var first = 0
        var top = 0
        let queries = try DevelopmentData.objects("banking-faq/queries_dev.jsonl")
        for object in queries {
            let relevant = object["relevant"] as? [String] ?? []
            let found = verdict(object["query"] as? String ?? "")
            if relevant.contains(found.first ?? "") { first += 1 }
            if found.top.contains(where: relevant.contains) { top += 1 }
            verdicts["asked " + found.verdict.rawValue, default: 0] += 1
        }
        for row in try DevelopmentData.rows("clinc150/val.csv")
        where !["banking", "credit_cards", "meta", "small_talk"].contains(row["domain"] ?? "") {
            verdicts["strange " + verdict(row["text"] ?? "").verdict.rawValue, default: 0] += 1
        }
        print("banking FAQ: of \(queries.count) first \(first), among five \(top); verdicts \(verdicts)")

        #expect(Double(first) > 0.6 * Double(queries.count))
        #expect(verdicts["strange answerable", default: 0] * 10 < verdicts["strange absent", default: 0] * 2)
    }

    private func correlationOf(_ pairs: [(rated: Double, found: Double)]) -> Double {
        let count = Double(pairs.count)
        let meanA = pairs.reduce(0) { $0 + $1.rated } / count
        let meanB = pairs.reduce(0) { $0 + $1.found } / count
        let covariance = pairs.reduce(0) { $0 + ($1.rated - meanA) * ($1.found - meanB) }
        let a = pairs.reduce(0) { $0 + ($1.rated - meanA) * ($1.rated - meanA) }
        let b = pairs.reduce(0) { $0 + ($1.found - meanB) * ($1.found - meanB) }
        return covariance / (a * b).squareRoot()
    }
}
