import CCurl
import Glibc

/// A list of header lines as curl wants it, in one piece of memory. Curl doesn't copy it: it must outlive the transfer.
final class HeaderList {
    private let nodes: UnsafeMutableBufferPointer<curl_slist>
    private let text: UnsafeMutableBufferPointer<CChar>
    let headers: HTTPHeaders
    let hasBody: Bool

    /// Lines that keep curl from adding fields of its own (CURLOPT_HTTPHEADER(3)).
    private static let noExpect: StaticString = "Expect:"
    private static let noType: StaticString = "Content-Type:"

    init(_ headers: HTTPHeaders, hasBody: Bool) {
        self.headers = headers
        self.hasBody = hasBody
        text = .allocate(capacity: headers.lines.count)
        nodes = .allocate(capacity: headers.fields.count + 2)
        headers.lines.withUnsafeBytes { UnsafeMutableRawBufferPointer(text).copyMemory(from: $0) }
        var count = 0
        func append(_ line: UnsafeMutablePointer<CChar>) {
            (nodes.baseAddress! + count).initialize(to: curl_slist(data: line, next: nil))
            if count > 0 { nodes[count - 1].next = nodes.baseAddress! + count }
            count += 1
        }
        for field in headers.fields {
            let line = text.baseAddress! + Int(field.nameStart)
            if field.value.isEmpty {
                // "Name:" would remove a field; "Name;" sends it empty.
                line[field.name.count] = CChar(UInt8(ascii: ";"))
                line[field.name.count + 1] = 0
            }
            append(line)
        }
        guard hasBody else { return }
        append(Self.mutable(Self.noExpect))
        if !headers.contains("content-type") { append(Self.mutable(Self.noType)) }
    }

    deinit {
        nodes.deallocate()
        text.deallocate()
    }

    /// `nil` if empty.
    var first: UnsafeMutablePointer<curl_slist>? {
        headers.isEmpty && !hasBody ? nil : nodes.baseAddress
    }

    /// Curl reads lists only, whatever their type says.
    private static func mutable(_ text: StaticString) -> UnsafeMutablePointer<CChar> {
        UnsafeMutableRawPointer(mutating: UnsafeRawPointer(text.utf8Start)).assumingMemoryBound(to: CChar.self)
    }
}
