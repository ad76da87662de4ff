import FoundationEssentials
import SupportDesk

/// Noon on 21 November 2026, UTC.
let noon = Date(timeIntervalSince1970: 1_795_262_400)

func sampleTicket(
    _ status: Ticket.Status = .open, waitingOn: Ticket.WaitingOn? = .agent, team: String? = nil,
    subject: String = "Invite a teammate", messages: [Message] = [sampleMessage("How do I invite a teammate?")]
) -> TicketView {
    TicketView(
        ticket: Ticket(
            id: ID(UUID()), link: ID(UUID()), reference: TicketReference(stored: "TC-7K3M9Q"),
            conversation: ID(UUID()), customer: ID(UUID()), channel: .webForm, subject: subject, category: .technical,
            priority: .medium, status: status, waitingOn: waitingOn, holder: nil, createdAt: noon, updatedAt: noon,
            resolvedAt: nil),
        team: team, messages: messages)
}

func sampleMessage(
    _ content: String, by role: Message.Role = .customer, delivery: Message.DeliveryState = .delivered,
    sources: [Message.Source] = []
) -> Message {
    Message(
        id: ID(UUID()), conversation: ID(UUID()), seq: 1, channel: .webForm,
        direction: role == .customer ? .inbound : .outbound, role: role, content: content, createdAt: noon,
        deliveryState: delivery, sources: sources)
}
