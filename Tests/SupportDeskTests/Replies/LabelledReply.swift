import Foundation

@testable import SupportDesk

/// A reply as a language model might write it for the demo company, honest or with one fault planted.
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
    /// Kept out of tuning: only its figures were read.
    let heldOut: Bool
    /// The second was written when the first had been tuned on.
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
