import Formats
import HTTPServer
import SupportDesk

/// A form's fields, however they were sent.
struct SubmittedFields {
    let fields: [String: FormValue]
    /// From the header, or the hidden field of a page without script.
    let key: String?
    /// Sent by a page's form rather than by a program.
    let isPageForm: Bool

    /// - Throws: `Problem` 400 for a body that can't be read, 415 for another type.
    init(_ request: Request) throws {
        let header = request.headers["Idempotency-Key"]
        switch request.contentType {
        case "application/json", nil:
            fields = try Self.jsonFields(request.body)
            key = header
            isPageForm = false
        case "application/x-www-form-urlencoded":
            guard request.body.first(where: { $0 > 0x20 }) != UInt8(ascii: "{") else {
                throw Problem(
                    415, "Unsupported type", "This looks like JSON: send it with Content-Type: application/json.")
            }
            let form = try Self.pageFields(request)
            fields = form.mapValues { .text($0) }
            key = header ?? form["idempotency_key"].flatMap { $0.isEmpty ? nil : $0 }
            isPageForm = true
        default:
            throw Problem(
                415, "Unsupported type",
                "Send application/json, or application/x-www-form-urlencoded from a page's form.")
        }
    }

    private static func jsonFields(_ body: [UInt8]) throws -> [String: FormValue] {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: body) } catch {
            throw Problem.badRequest("The body is not valid JSON: \(error.position).")
        }
        guard let object = value.object else { throw Problem.badRequest("The body must be a JSON object.") }
        var fields: [String: FormValue] = [:]
        for (name, value) in object.members {
            switch value {
            case .string(let text): fields[name] = .text(text)
            case .null: break
            case .array(let elements) where elements.isEmpty: fields[name] = .empty
            default: fields[name] = .other
            }
        }
        return fields
    }

    private static func pageFields(_ request: Request) throws -> [String: String] {
        do throws(FormError) {
            let form = try request.form() ?? FormFields()
            return Dictionary(form.all.map { ($0.name, $0.value) }) { first, _ in first }
        } catch {
            switch error {
            case .malformed: throw Problem.badRequest("The form's fields are not correctly encoded UTF-8.")
            case .tooManyFields: throw Problem.badRequest("The form has too many fields.")
            }
        }
    }
}

extension Request {
    /// Without parameters, in lower case.
    fileprivate var contentType: String? {
        headers["Content-Type"].map { $0.prefix { $0 != ";" }.trimmed.lowercased() }
    }
}

extension JSONError {
    /// Where the text stops being JSON; says nothing of what stands there.
    fileprivate var position: String { "it breaks at line \(line), column \(column) (byte \(offset))" }
}
