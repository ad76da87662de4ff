import AgentRuntime
import Formats
import Testing

struct HistoryLimitTests {
    private static func call(_ id: String) -> Item { .toolCall(ToolCall(id: id, name: "look", arguments: "{}")) }
    private static func output(_ id: String) -> Item { .toolOutput(callID: id, output: "12345678") }

    private let conversation: [Item] = [
        .user("1"), call("a"), call("b"), output("a"), output("b"), .assistant("2"),
        .user("3"), call("c"), output("c"), .assistant("4"),
    ]

    @Test(arguments: [(10, 10), (9, 4), (4, 4), (3, 3), (2, 1), (1, 1), (0, 0)])
    func `history begins with a customer's message where it can, and never amid a call`(limit: Int, kept: Int) {
        let history = HistoryLimit(maxItems: limit).trim(conversation)

        #expect(history == conversation.suffix(kept))
    }

    @Test(arguments: [(Int.max, 10), (12, 10), (11, 4), (4, 4), (3, 1), (1, 1), (0, 0)])
    func `history is bounded in tokens of four bytes too`(limit: Int, kept: Int) {
        let history = HistoryLimit(maxTokens: limit).trim(conversation)

        #expect(history == conversation.suffix(kept))
    }

    @Test func `half calls are left out wherever they stand`() {
        let broken: [Item] = [
            Self.output("x"), .user("1"), Self.call("a"), .user("2"), Self.call("b"), Self.output("b"),
            Self.output("b"), Self.call("b"), .assistant("3"), Self.output("a"), Self.call("z"),
        ]

        let history = HistoryLimit().trim(broken)

        #expect(
            history == [
                .user("1"), Self.call("a"), .user("2"), Self.call("b"), Self.output("b"), .assistant("3"),
                Self.output("a"),
            ])
    }

    @Test func `one item beyond the bound leaves nothing`() {
        let history = HistoryLimit(maxTokens: 25).trim([.user(String(repeating: "x", count: 101))])

        #expect(history.isEmpty)
    }

    private static let reasoning = Item.reasoning(["type": "reasoning", "id": "rs"])

    @Test(arguments: [(7, 7), (6, 6), (5, 5), (4, 2), (3, 2), (2, 2), (1, 0)])
    func `reasoning stays with what follows it`(limit: Int, kept: Int) {
        let conversation: [Item] = [
            .assistant("0"), .assistant("1"), Self.reasoning, Self.call("a"), Self.output("a"), Self.reasoning,
            .assistant("2"),
        ]

        #expect(HistoryLimit(maxItems: limit).trim(conversation) == conversation.suffix(kept))
    }

    @Test func `reasoning that nothing follows is left out`() {
        let items: [Item] = [
            Self.reasoning, .user("1"), Self.reasoning, Self.call("half"), Self.reasoning, .assistant("2"),
            Self.reasoning,
        ]

        #expect(
            HistoryLimit().trim(items) == [.user("1"), Self.reasoning, Self.reasoning, .assistant("2")])
    }

    @Test(arguments: 0..<200)
    func `no trimming of any conversation orphans a call`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var items: [Item] = []
        for turn in 0..<Int.random(in: 1...8, using: &random) {
            items.append(.user("question"))
            let ids = (0..<Int.random(in: 0...4, using: &random)).map { "\(turn)-\($0)" }
            items += ids.map(Self.call)
            items += ids.filter { _ in Int.random(in: 0..<10, using: &random) > 0 }.map(Self.output)
            if Bool.random(using: &random) { items.append(.assistant("answer")) }
        }
        let limit = HistoryLimit(
            maxItems: Int.random(in: 0...20, using: &random), maxTokens: Int.random(in: 0...50, using: &random))

        let history = limit.trim(items)

        var open: Set<String> = []
        for item in history {
            switch item {
            case .toolCall(let call): #expect(open.insert(call.id).inserted)
            case .toolOutput(let id, _): #expect(open.remove(id) != nil)
            case .user, .assistant, .developer, .reasoning: break
            }
        }
        #expect(open.isEmpty)
        #expect(history.count <= limit.maxItems)
    }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
