import AgentRuntime
import Formats
import Synchronization

// What docs/agents.md shows of agents and tools. The text between the marks stands there word for word.

// docs: domain
enum Shop: Domain {
    /// Shared by agents and tools, and kept with the conversation.
    struct Context: Codable, Sendable {
        var customer: String
        var order: String?
        var wish: String?
    }

    /// What tools ask the host to do to its own data.
    enum Effect: Codable, Equatable, Sendable {
        case note(String)
    }
}
// docs: end

// docs: tools
struct OrderInput: Sendable {
    let number: String

    static let schema = InputSchema(
        OrderInput.init(number:),
        InputField("number", .string(length: 5...5), "The order's number, five digits."))
}

let findOrder = Tool<Shop>(
    "find_order", "Finds one of the customer's orders.", effect: .read, timeout: .seconds(3), input: OrderInput.schema
) { input, call in
    guard input.number != "00000" else { throw ToolError("There is no such order.", field: "number") }
    return ToolResult(["number": .string(input.number), "state": "delivered"]) { context in
        context.order = input.number
    }
}

let keepNote = Tool<Shop>(
    "keep_note", "Notes something on the order.", effect: .reversible,
    input: InputSchema({ (text: String) in text }, InputField("text", .string(length: 1...500), "The note."))
) { text, _ in ToolResult("noted", effects: [.note(text)]) }
// docs: end

// docs: outside
struct RefundInput: Sendable {
    let order: String
    let cents: Int

    static let schema = InputSchema(
        RefundInput.init(order:cents:),
        InputField("order", .string(length: 5...5), "The order's number."),
        InputField("cents", .integer(1...100_000), "How much is paid back."))
}

func refund(by bank: Bank) -> Tool<Shop> {
    Tool(
        "refund", "Pays money back.", effect: .irreversible,
        reach: .outside(look: { _, call in
            guard let receipt = await bank.receipt(of: call.idempotencyKey) else { return .didNotHappen }
            return .happened(ToolResult(["receipt": .string(receipt)]))
        }),
        approval: .when { input, _ in input.cents > 5_000 },
        guardrails: [
            .input("order was found") { arguments, call in
                arguments["order"]?.string == call.context.order ? .passed : .rejected("Call find_order first.")
            }
        ],
        input: RefundInput.schema
    ) { input, call in
        ToolResult(["receipt": .string(await bank.pay(input.cents, key: call.idempotencyKey))])
    }
}
// docs: end

/// A payment service that never pays twice under one key.
actor Bank {
    private(set) var paid: [String: Int] = [:]

    func pay(_ cents: Int, key: String) -> String {
        paid[key] = cents
        return "R-\(paid.count)"
    }

    func receipt(of key: String) -> String? { paid[key] == nil ? nil : "R-1" }
}

/// Agents of the shop on models that a test brings.
struct ShopCrew {
    let team: AgentTeam<Shop>

    init(desk model: any Model, refunds refundModel: any Model, bank: Bank = Bank()) throws {
        // docs: agents
        let refunds = try Agent<Shop>(
            name: "Refunds", handoffDescription: "Pays orders back.",
            instructions: .from { "Pay back \($0.customer)'s order. Their wish: \($0.wish ?? "unknown")." },
            model: refundModel, tools: [findOrder, refund(by: bank)])

        let desk = try Agent<Shop>(
            name: "Desk", instructions: .text("Answer the shop's customers in one sentence."),
            model: model, tools: [findOrder, keepNote], handoffs: [toRefunds],
            inputGuardrails: [noCardNumbers], outputGuardrails: [noPromises])

        let team = try AgentTeam([desk, refunds])
        // docs: end
        self.team = team
    }
}

// docs: handoff
struct Wish: Sendable {
    let words: String

    static let schema = InputSchema(
        Wish.init(words:), InputField("words", .string(length: 1...200), "What the customer wants, in a few words."))
}

let toRefunds = Handoff<Shop>(
    to: "Refunds", input: Wish.schema,
    history: { items in
        items.filter { item in
            switch item {
            case .user, .assistant: true
            default: false
            }
        }
    },
    accepting: { wish, context in context.wish = wish.words })
// docs: end

// docs: guardrails
let noCardNumbers = InputGuardrail<Shop>("card_numbers", isBlocking: true) { input in
    input.text.contains(/\d{16}/) ? .tripped(["found": "a card number"]) : .passed()
}

let noPromises = OutputGuardrail<Shop>("promises") { output in
    output.text.contains("guarantee") ? .tripped() : .passed()
}
// docs: end

// docs: structured
struct Topic: Sendable {
    enum Name: String, CaseIterable, Sendable { case bicycles, other }

    let name: Name

    static let schema = InputSchema(Topic.init(name:), InputField("name", .oneOf(), "What the message is about."))
}

func onlyBicycles(judgedBy model: any Model) throws -> InputGuardrail<Shop> {
    let judge = try Agent<Shop>(
        name: "Judge", instructions: .text("Say what the message is about."), model: model,
        output: OutputSchema(Topic.schema))
    return InputGuardrail("only_bicycles", agent: judge) { $0["name"] != "bicycles" }
}
// docs: end

// docs: hooks
struct ToolLog: RunHooks {
    let write: @Sendable (String) -> Void

    func toolEnded(_ record: ToolCallRecord) async {
        write("\(record.name): \(record.failure?.code ?? "ok")")
    }
}
// docs: end

// docs: journal
/// Keeps the steps in memory; a real one writes them where the conversation is, in one transaction.
final class StepList: RunJournal {
    typealias D = Shop

    private let list = Mutex<[JournalEntry<Shop>]>([])

    var steps: [JournalEntry<Shop>] { list.withLock { $0 } }

    func append(_ entries: [JournalEntry<Shop>]) async throws {
        list.withLock { $0 += entries }
    }
}
// docs: end
