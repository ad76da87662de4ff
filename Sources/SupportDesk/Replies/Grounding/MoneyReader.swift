import TextAnalysis

/// Finds sentences about money whose words for it no section has: "your money comes back", "it is gratis".
///
/// Phrases never name all the ways to say it; a word for money and a word for giving it back in one sentence do.
struct MoneyReader: Sendable {
    private let pricing: Set<String>
    private let money: Set<String>
    private let giving: Set<String>

    init() {
        let stemmer = Stemmer(language: "en")
        func stems(_ words: String) -> Set<String> { Set(stemmer.stems(words.split(separator: " ").map(String.init))) }
        pricing = stems(
            """
            price pricing cost fee discount cheap cheaper expensive gratis complimentary rebate bargain surcharge coupon voucher
            promo promotion affordable reduction markdown euro dollar cent pound
            """)
        money = stems("money payment charge amount fee sum invoice bill cash euro dollar cost")
        giving = stems(
            """
            back return revert reverse refund credit reimburse waive forgive drop void repay repaid compensate undo reclaim recoup
            """)
    }

    func find(in reply: ComposedReply, grounds: ReplyGrounds) -> [(kind: ReplyFinding.Kind, range: Range<Int>)] {
        guard reply.isEnglish else { return [] }
        var found: [(kind: ReplyFinding.Kind, range: Range<Int>)] = []
        for (words, sentence) in zip(reply.sentences, reply.text.sentences) where !sentence.isQuestion {
            if let range = share(in: words) { found.append((.price, range)) }
            guard !words.contains(where: { Self.routing.contains($0.text) }) else { continue }
            if let word = words.first(where: { pricing.contains($0.stem) && !grounds.stems.contains($0.stem) }) {
                found.append((.price, word.range))
            }
            let sums = words.filter { money.contains($0.stem) }
            let gifts = words.filter { giving.contains($0.stem) && !grounds.stems.contains($0.stem) }
            if let sum = sums.first, let gift = gifts.first {
                found.append(
                    (
                        .refundPromise,
                        min(
                            sum.range.lowerBound, gift.range.lowerBound)..<max(
                                sum.range.upperBound, gift.range.upperBound)
                    ))
            }
        }
        return found
    }

    /// "A third off", "half of the price".
    private func share(in words: [ComposedReply.Word]) -> Range<Int>? {
        for place in words.indices.dropLast() where Self.shares.contains(words[place].text) {
            if words[place + 1].text == "off" {
                return words[place].range.lowerBound..<words[place + 1].range.upperBound
            }
        }
        return nil
    }

    private static let shares: Set<String> = [
        "half", "third", "quarter", "fifth", "tenth", "percent", "lot", "fraction",
    ]

    /// Who says that a person answers such questions says nothing about money.
    private static let routing: Set<String> = ["team", "person", "colleague", "teammate", "not"]
}
