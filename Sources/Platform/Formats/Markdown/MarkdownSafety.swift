import CMarkdown

extension MarkdownTree {
    private static let safeSchemes: Set<String> = ["http", "https", "mailto", "tel"]

    /// Replaces each image by a link to it, or by its text where it stands inside a link.
    func replaceImages() {
        for image in nodes(.image) {
            let isLinked = sequence(first: image, next: \.parent).contains { $0.kind == .link }
            let link = isLinked ? nil : cmark_node_new(CMARK_NODE_LINK)
            if let link {
                cmark_node_set_url(link, cmark_node_get_url(image.pointer))
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
    }

    /// Empties the address of each link whose scheme we don't know to be harmless.
    func clearUnsafeLinks() {
        for link in nodes(.link) where !Self.isSafe(link.url) { cmark_node_set_url(link.pointer, "") }
    }

    /// A scheme is what stands before a colon, unless `/`, `?` or `#` comes first (RFC 3986, section 4.2).
    private static func isSafe(_ url: String) -> Bool {
        guard let end = url.utf8.firstIndex(where: { ":/?#".utf8.contains($0) }), url.utf8[end] == UInt8(ascii: ":")
        else { return true }
        return safeSchemes.contains(url[..<end].lowercased())
    }

    private func nodes(_ kind: MarkdownNode.Kind) -> [MarkdownNode] {
        var nodes: [MarkdownNode] = []
        root.walk { node, isEntering in
            if isEntering, node.kind == kind { nodes.append(node) }
            return true
        }
        return nodes
    }
}
