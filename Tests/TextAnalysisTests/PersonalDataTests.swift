import Testing

@testable import TextAnalysis

@Suite struct PersonalDataTests {
    @Test(arguments: [
        ("my card is 4111 1111 1111 1111, thanks", PersonalDataSpan.Kind.paymentCard, "4111 1111 1111 1111"),
        ("5555-5555-5555-4444", .paymentCard, "5555-5555-5555-4444"),
        ("amex 378282246310005", .paymentCard, "378282246310005"),
        ("SSN 219-09-9999", .socialSecurityNumber, "219-09-9999"),
        ("my social security number is 219099999", .socialSecurityNumber, "219099999"),
        ("call (202) 555-0143 now", .phone, "(202) 555-0143"),
        ("+49 30 23125 123", .phone, "+49 30 23125 123"),
        ("mobile: 07700 900123", .phone, "07700 900123"),
        ("write to anna.b+tag@mail.example.com.", .email, "anna.b+tag@mail.example.com"),
        ("IBAN DE89 3704 0044 0532 0130 00 please", .iban, "DE89 3704 0044 0532 0130 00"),
        ("gb82west12345698765432", .iban, "gb82west12345698765432"),
    ])
    func `personal data is found as written`(text: String, kind: PersonalDataSpan.Kind, value: String) {
        let spans = PersonalDataSpan.all(in: text)

        #expect(spans.map(\.type) == [kind])
        #expect(spans.first?.text == value)
    }

    @Test(arguments: [
        "4111 1111 1111 1112", "order 4111-2222-33", "ticket #20240315-0042", "2024-03-15 14:30:00", "version 10.4.2.1",
        "DE89 3704 0044 0532 0130 01", "666-12-3456 is no number of anyone", "build 2024.03.15.7",
        "quantity 10000000000",
        "E-1042", "0000 0000 0000 0000", "a@b", "@anna", "user@localhost", "978-3-16-148410-0", "1,234,567.89",
        "12:30:45",
        "room 101", "x4111111111111111", "reference ABC-123-456-7890",
    ])
    func `look-alikes stay`(text: String) {
        #expect(PersonalDataSpan.all(in: text).isEmpty, "\(PersonalDataSpan.all(in: text))")
    }

    @Test func `the same value has the same token however it is written`() {
        var masker = PersonalDataMasker()

        let first = masker.mask("Card 4111 1111 1111 1111 of Anna@x.example")
        let second = masker.mask("4111-1111-1111-1111 and 5555555555554444, anna@X.example")

        #expect(first == "Card [card-1] of [email-1]")
        #expect(second == "[card-1] and [card-2], [email-1]")
        #expect(masker.values["[card-1]"] == "4111 1111 1111 1111")
    }

    @Test func `a masker goes on from stored values`() {
        var masker = PersonalDataMasker(values: ["[card-1]": "4111 1111 1111 1111"])

        #expect(masker.mask("5555555555554444 4111111111111111") == "[card-2] [card-1]")
    }
}
