import Formats
import FoundationEssentials

extension AnswerReceipt {
    /// What was asked and what the answer rests on, for people, within 80 columns. What a receipt doesn't say is left out,
    /// what another version says besides comes last, as it was stored.
    package var text: String {
        var sheet = FactSheet()
        sheet.add("answer", "\(message), \(answeredAt.terminalText)")
        sheet.add("ticket", ticket?.text)
        sheet.add("asked", questions)
        addEvidence(to: &sheet)
        addModels(to: &sheet)
        addMeasures(to: &sheet)
        for (key, value) in json.object?.members ?? [] where !Self.told.contains(key) && !value.isNull {
            sheet.add(key, value.string ?? value.text)
        }
        return sheet.text + "\n" + answer.printable
    }

    private static let told: Set = [
        "passages", "rules", "intents", "sentiment", "searches", "agents", "model", "calls", "fallback", "grounding",
        "confidence", "evidence", "tokens", "cost_micro_usd", "timings",
    ]

    private func addEvidence(to sheet: inout FactSheet) {
        let passages = (json["passages"]?.array ?? []).map { passage in
            let version = passage["version"]?.string.map { ", version \($0)" } ?? ""
            let generation = passage["generation"]?.integer.map { ", documents \($0)" } ?? ""
            return "\(passage["section"]?.string ?? "?")\(version)\(generation)"
        }
        sheet.add("passages", passages.isEmpty ? ["none"] : passages)
        let rules = (json["rules"]?.array ?? []).map { rule in
            [rule["rule"]?.string, rule["reason"]?.string.map { "asks for a human: \($0)" }].compactMap(\.self)
                .joined(separator: ", ")
        }
        sheet.add("rules", rules.isEmpty ? ["none fired"] : rules)
        let intents = (json["intents"]?.array ?? []).map { intent in
            (intent["intent"]?.string ?? "?") + (intent["rule"]?.string.map { " (\($0))" } ?? "")
        }
        sheet.add("intents", intents.isEmpty ? nil : intents.joined(separator: ", "))
        sheet.add("sentiment", json["sentiment"]?.number.map { $0.decimals(2) })
        sheet.add(
            "searches",
            (json["searches"]?.array ?? []).map { search in
                guard search["has_result"]?.bool == true else { return "nothing found" }
                return (search["sections"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
            })
    }

    private func addModels(to sheet: inout FactSheet) {
        let agents = (json["agents"]?.array ?? []).compactMap(\.string)
        sheet.add("agents", agents.isEmpty ? nil : agents.joined(separator: " → "))
        sheet.add("model", json["model"]?.string)
        sheet.add(
            "calls",
            (json["calls"]?.array ?? []).map { call in
                let parts: [String?] = [
                    call["model"]?.string, call["agent"]?.string.map { "for \($0)" },
                    call["tokens"]?.integer.map { "\(Int($0).grouped) tokens" },
                    call["cost_micro_usd"]?.integer.map { Int($0).dollars() },
                    call["ms"]?.number?.millisecondsText,
                ]
                return (parts.compactMap(\.self) + (call["fallbacks"]?.array ?? []).map(\.fallbackText))
                    .joined(separator: ", ")
            })
        if let fallback = json["fallback"], let ending = fallback["ending"]?.string {
            let detail = fallback["detail"]?.string.map { " (\($0))" } ?? ""
            sheet.add("fallback", "the built-in model answered: \(ending)\(detail)")
        }
        if let grounding = json["grounding"], let tries = grounding["tries"]?.integer {
            let findings = (grounding["findings"]?.array ?? []).compactMap(\.string)
            sheet.add(
                "grounding",
                tries == 1 && findings.isEmpty
                    ? "passed at once"
                    : "passed at try \(tries)"
                        + (findings.isEmpty ? "" : ", before: \(findings.joined(separator: ", "))"))
        }
    }

    private func addMeasures(to sheet: inout FactSheet) {
        sheet.add("confidence", json["confidence"]?.number.map { $0.decimals(2) })
        if let evidence = json["evidence"], !evidence.isNull { sheet.add("evidence", evidence.string ?? evidence.text) }
        if let tokens = json["tokens"] {
            let input = Int(tokens["input"]?.integer ?? 0)
            let output = Int(tokens["output"]?.integer ?? 0)
            sheet.add("tokens", "\(input.grouped) in, \(output.grouped) out")
        }
        sheet.add("cost", json["cost_micro_usd"]?.integer.map { Int($0).dollars() })
        if let timings = json["timings"], let total = timings["total_ms"]?.number {
            let parts = [("models", "model_ms"), ("tools", "tools_ms")].compactMap { name, key in
                timings[key]?.number.map { "\(name) \($0.millisecondsText)" }
            }
            sheet.add("took", ([total.millisecondsText] + parts).joined(separator: ", "))
        }
    }
}
