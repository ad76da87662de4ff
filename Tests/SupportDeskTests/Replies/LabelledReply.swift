import Foundation

@testable import SupportDesk

/// A reply as a language model might write it for the demo company, honest or with one fault planted.
///
/// Each batch was written before anything was run on it, and rules grew after each. Found when a batch was first run, which
/// tells more of new replies than what is found now: 93 of 96, 49 of 59 and 27 of 36 faults; 12 of 69, 3 of 42 and 1 of 15
/// honest replies were stopped. What was missed were mostly new words for money.
struct LabelledReply: Decodable {
    struct Fault: Decodable {
        let kind: String
        /// The words that make it one.
        let text: String

        /// UTF-8 offsets.
        func range(in reply: String) -> Range<Int>? {
            reply.range(of: text).map {
                reply[..<$0.lowerBound].utf8.count..<reply[..<$0.upperBound].utf8.count
            }
        }
    }

    let id: String
    /// Kept out of tuning: only the share found was read.
    let heldOut: Bool
    /// Each was written when those before it had been tuned on.
    let batch: Int
    let sources: [String]?
    let reply: String
    let said: String?
    let given: [String]?
    let fault: Fault?

    static func all() throws -> [LabelledReply] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "composed-replies.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(LabelledReply.self, from: Data($0.utf8))
        }
    }
}
