import HTTPServer
package import SupportDesk

/// The documents that answers are taken from, for a customer who wants to read on.
package struct GuideRoutes: Sendable {
    let passages: @Sendable () -> [Passage]
    let pages: SupportPages

    /// - Parameter passages: all sections that can be cited.
    package init(passages: @escaping @Sendable () -> [Passage], pages: SupportPages) {
        self.passages = passages
        self.pages = pages
    }

    package var routes: [Route] { [Route(.get, "/guides", handler: show)] }

    private func show(_ call: Call) throws -> Response {
        guard let file = call.request.query["of"] else { throw Problem.notFound }
        let sections = passages().filter { $0.file == file }.sorted { $0.position < $1.position }
        guard !sections.isEmpty else { throw Problem.notFound }
        return try pages.guide(sections)
    }
}

extension Passage {
    /// The citation's document and section: `docs/api/keys.md` and `create-a-key`.
    var file: String { String(citation.prefix { $0 != "#" }) }
    var slug: String { citation.firstIndex(of: "#").map { String(citation[citation.index(after: $0)...]) } ?? "" }
}

extension Message.Source {
    /// Where the section can be read in its document.
    var guideLink: String {
        let parts = citation.split(separator: "#", maxSplits: 1).map { $0.percentEncoded }
        return "/guides?of=" + parts.joined(separator: "#")
    }
}

extension Substring {
    /// Fit for a query and a fragment: what is not unreserved (RFC 3986) or a slash is encoded.
    fileprivate var percentEncoded: String {
        let hex = Array("0123456789ABCDEF")
        var text = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
            }
        }
        return text
    }
}
