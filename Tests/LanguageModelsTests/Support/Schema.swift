import Formats
import Foundation

/// Checks values by the keywords of JSON Schema 2020-12 that OpenAI's schemas use.
struct Schema {
    let root: JSONValue

    /// What is wrong, each with the place; empty for a valid value.
    func problems(_ value: JSONValue, as name: String) -> [String] {
        guard let schema = root["$defs"]?[name] else { return ["no schema \(name)"] }
        return problems(value, schema, at: "$")
    }

    private func problems(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        if schema.bool == false { return ["\(path): nothing is allowed here"] }
        guard let object = schema.object else { return [] }
        var found: [String] = []
        for (keyword, rule) in object.members {
            found += problems(value, keyword, rule, object, at: path)
        }
        return found
    }

    private func problems(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONObject, at path: String
    ) -> [String] {
        switch keyword {
        case "$ref":
            let name = rule.string?.components(separatedBy: "/").last ?? ""
            return problems(value, root["$defs"]?[name] ?? false, at: path)
        case "type":
            let types = rule.array?.compactMap(\.string) ?? [rule.string ?? ""]
            return types.contains { isType(value, $0) } ? [] : ["\(path): is no \(types)"]
        case "enum": return rule.array!.contains(value) ? [] : ["\(path): is none of the allowed values"]
        case "const": return rule == value ? [] : ["\(path): is not the constant"]
        case "anyOf":
            let all = rule.array!.map { problems(value, $0, at: path) }
            return all.contains(where: \.isEmpty) ? [] : ["\(path): fits nothing: \(all)"]
        case "oneOf":
            let all = rule.array!.map { problems(value, $0, at: path) }
            return all.contains(where: \.isEmpty) ? [] : ["\(path): fits nothing: \(all)"]
        case "allOf": return rule.array!.flatMap { problems(value, $0, at: path) }
        case "required":
            guard let object = value.object else { return [] }
            return rule.array!.compactMap(\.string).filter { object[$0] == nil }.map { "\(path): lacks \($0)" }
        case "properties":
            return rule.object!.members.flatMap { name, rule in
                value[name].map { problems($0, rule, at: "\(path).\(name)") } ?? []
            }
        case "additionalProperties":
            let known = Set(schema["properties"]?.object?.keys ?? [])
            return (value.object?.members ?? []).filter { !known.contains($0.key) }
                .flatMap { problems($0.value, rule, at: "\(path).\($0.key)") }
        case "items":
            return (value.array ?? []).enumerated().flatMap { problems($1, rule, at: "\(path)[\($0)]") }
        case "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum":
            return isWithin(value, keyword, rule.number!) ? [] : ["\(path): breaks \(keyword)"]
        default: return []
        }
    }

    private func isType(_ value: JSONValue, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number),
            ("string", .string), ("array", .array), ("object", .object):
            true
        default: false
        }
    }

    private func isWithin(_ value: JSONValue, _ keyword: String, _ bound: Double) -> Bool {
        switch keyword {
        case "minLength": value.string.map { Double($0.unicodeScalars.count) >= bound } ?? true
        case "maxLength": value.string.map { Double($0.unicodeScalars.count) <= bound } ?? true
        case "minItems": value.array.map { Double($0.count) >= bound } ?? true
        case "maxItems": value.array.map { Double($0.count) <= bound } ?? true
        case "minimum": value.number.map { $0 >= bound } ?? true
        default: value.number.map { $0 <= bound } ?? true
        }
    }
}

/// Every request that tests see sent is checked by these.
enum Schemas {
    private static let files = [
        "/v1/responses": ("responses.schema.json", "CreateResponse"),
        "/v1/chat/completions": ("chat-completions.schema.json", "CreateChatCompletionRequest"),
        "/v1/embeddings": ("embeddings.schema.json", "CreateEmbeddingRequest"),
    ]

    private static let loaded: [String: Schema] = files.compactMapValues { file, _ in
        (try? SharedFiles.load(file)).map(Schema.init)
    }

    static func check(_ request: StandInServer.Received) throws {
        guard SharedFiles.canRun else { return }
        let problems = try problems(try request.json, path: request.path)
        if !problems.isEmpty { throw Invalid(problems: problems, body: String(decoding: request.body, as: UTF8.self)) }
    }

    static func problems(_ body: JSONValue, path: String) throws -> [String] {
        guard let (_, name) = files[path], let schema = loaded[path] else { throw Invalid(problems: [path], body: "") }
        return schema.problems(body, as: name)
    }

    struct Invalid: Error {
        let problems: [String]
        let body: String
    }
}
