import CMarkdown

extension MarkdownTree {
    private static let safeSchemes: Set<String> = ["http", "https", "mailto", "tel"]

    /// Makes each image a link to it, and empties each address whose scheme we don't know to be harmless.
    func makeSafe() {
        var images: [MarkdownNode] = []
        root.walk { node, isEntering in
            guard isEntering else { return true }
            switch node.kind {
            case .image: images.append(node)
            case .link where !Self.isSafe(node.url): cmark_node_set_url(node.pointer, "")
            default: break
            }
            return true
        }
        for image in images { replace(image) }
    }

    /// Replaces an image by a link to it, or by its text where it stands inside a link.
    private func replace(_ image: MarkdownNode) {
        let isLinked = sequence(first: image, next: \.parent).contains { $0.kind == .link }
        let link = isLinked ? nil : cmark_node_new(CMARK_NODE_LINK)
        if let link {
            cmark_node_set_url(link, Self.isSafe(image.url) ? image.url : "")
            cmark_node_insert_before(image.pointer, link)
        }
        for child in Array(image.children) {
            if let link {
                cmark_node_append_child(link, child.pointer)
            } else {
                cmark_node_insert_before(image.pointer, child.pointer)
            }
        }
        cmark_node_free(image.pointer)
    }

    /// A scheme is what stands before a colon, unless `/`, `?` or `#` comes first (RFC 3986, section 4.2).
    private static func isSafe(_ url: String) -> Bool {
        guard let end = url.utf8.firstIndex(where: { ":/?#".utf8.contains($0) }), url.utf8[end] == UInt8(ascii: ":")
        else { return true }
        return safeSchemes.contains(url[..<end].lowercased())
    }
}
