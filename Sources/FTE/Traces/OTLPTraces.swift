import Formats

/// Spans as OTLP/HTTP carries them in JSON (opentelemetry-proto, `ExportTraceServiceRequest`): ids in hexadecimal,
/// 64-bit integers as text, names in lower camel case.
enum OTLPTraces {
    /// Of one attribute's text, in UTF-8.
    static let longestText = 8_192

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
            json.member("kind", Int64(span.kind))
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
            json.member("value") { json in
                json.object { json in
                    switch value {
                    case .string(let text): json.member("stringValue", text.cut)
                    case .integer(let number): json.member("intValue", "\(number)")
                    case .number(let number): json.member("doubleValue", number)
                    case .bool(let truth): json.member("boolValue", truth)
                    case .null: json.member("stringValue", "")
                    case .array, .object: json.member("stringValue", value.text.cut)
                    }
                }
            }
        }
    }
}

extension String {
    fileprivate var cut: String {
        guard utf8.count > OTLPTraces.longestText else { return self }
        return String(self[..<utf8.index(startIndex, offsetBy: OTLPTraces.longestText)])
    }
}
