import Formats

/// Spans as OTLP/HTTP carries them in JSON (opentelemetry-proto 1.x, `ExportTraceServiceRequest`): ids in hexadecimal,
/// 64-bit integers as text, names in lower camel case, enumerations as numbers.
enum OTLPTraces {
    static func body(_ spans: [OutgoingSpan], service: String, version: String) -> [UInt8] {
        var json = JSONWriter(capacity: spans.count * 512)
        json.object { json in
            json.list("resourceSpans") { json in
                json.object { json in
                    json.member("resource") { json in
                        json.object { json in
                            json.list("attributes") { json in
                                json.attribute("service.name", .string(service))
                                json.attribute("service.version", .string(version))
                            }
                        }
                    }
                    json.list("scopeSpans") { json in
                        json.object { json in
                            json.member("scope") { json in json.object { $0.member("name", "fte") } }
                            json.list("spans") { json in for span in spans { json.span(span) } }
                        }
                    }
                }
            }
        }
        return json.bytes
    }

    /// How many spans the collector says it didn't take (`ExportTraceServiceResponse.partial_success`).
    static func rejected(in answer: [UInt8]) -> Int {
        guard let json = try? JSONValue(parsing: answer), let count = json["partialSuccess"]?["rejectedSpans"] else {
            return 0
        }
        return max(0, count.integer.map(Int.init(clamping:)) ?? count.string.flatMap { Int($0) } ?? 0)
    }
}

extension JSONWriter {
    fileprivate mutating func list(_ key: String, _ elements: (inout JSONWriter) -> Void) {
        member(key) { $0.array(elements) }
    }

    fileprivate mutating func span(_ span: OutgoingSpan) {
        object { json in
            json.member("traceId", span.traceID)
            json.member("spanId", span.spanID)
            if let parent = span.parentID { json.member("parentSpanId", parent) }
            json.member("name", span.name)
            json.member("kind", Int64(span.kind.rawValue))
            json.member("startTimeUnixNano", "\(span.startNanoseconds)")
            json.member("endTimeUnixNano", "\(span.endNanoseconds)")
            json.list("attributes") { json in
                for attribute in span.attributes { json.attribute(attribute.key, attribute.value) }
            }
            if let error = span.error {
                json.member("status") { json in
                    json.object { json in
                        json.member("code", Int64(2))
                        json.member("message", error)
                    }
                }
            }
        }
    }

    fileprivate mutating func attribute(_ key: String, _ value: JSONValue) {
        object { json in
            json.member("key", key)
            json.member("value") { $0.anyValue(value) }
        }
    }

    /// Lists stay lists; an object is text, since few who look at traces can show one.
    private mutating func anyValue(_ value: JSONValue) {
        object { json in
            switch value {
            case .string(let text): json.member("stringValue", text)
            case .integer(let number): json.member("intValue", "\(number)")
            case .number(let number): json.member("doubleValue", number)
            case .bool(let truth): json.member("boolValue", truth)
            case .array(let values):
                json.member("arrayValue") { json in
                    json.object { $0.list("values") { json in for value in values { json.anyValue(value) } } }
                }
            case .object: json.member("stringValue", value.text)
            case .null: break
            }
        }
    }
}
