import Formats
import Process
import Storage
import SupportDesk

/// `fte receipt`: what an answer rests on.
enum ReceiptCommand {
    static let command = Command(
        "receipt", summary: "See what an answer rests on.",
        discussion: """
            Tells what was asked and, of the answer, its passages with their versions, the rules that fired, the models \
            that were asked and gave no answer, tokens, cost, confidence and timings.
            """,
        arguments: [
            Command.Argument(
                "message",
                help: "The answer's id or that of a message it answers; or a ticket's reference, for its newest answer."
            )
        ],
        options: [.flag("json", help: "Print the receipt as it is stored.")],
        examples: [Command.Example("fte receipt TC-7K3M9Q", "of the ticket's newest answer")]
    ) { invocation in
        let name = invocation.required("message")
        let found = try await DeskStores.with(invocation) { stores in
            try await SQLRunRecords(stores.desk).receipt(of: name)
        }
        switch found {
        case .unknown: throw CommandError("no message or ticket is called '\(name)'; see `fte tickets list`")
        case .withoutReceipt: throw CommandError("'\(name)' has no answer of the agent, so there is no receipt")
        case .found(let receipt): Console.output(invocation.flag("json") ? receipt.json.text : receipt.text)
        }
    }
}
