import CMarkdown

/// A node of a `MarkdownTree`, valid as long as the tree.
struct MarkdownNode {
    enum Kind: String {
        case document, heading, paragraph, list, table, link, image, text, code, softbreak, linebreak, strikethrough
        case quote = "block_quote"
        case item
        case taskItem = "tasklist"
        case codeBlock = "code_block"
        case tableHeader = "table_header"
        case tableRow = "table_row"
        case tableCell = "table_cell"
        case inlineHTML = "html_inline"
        /// Raw HTML, rulers, emphasis.
        case other
    }

    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    /// By name, since the extensions' node types are known only at run time.
    var kind: Kind { Kind(rawValue: String(cString: cmark_node_get_type_string(pointer))) ?? .other }

    var children: some Sequence<MarkdownNode> {
        sequence(state: cmark_node_first_child(pointer)) { next -> MarkdownNode? in
            guard let node = next else { return nil }
            next = cmark_node_next(node)
            return MarkdownNode(node)
        }
    }

    var parent: MarkdownNode? { cmark_node_parent(pointer).map(MarkdownNode.init) }
    /// Counted from 1.
    var line: Int { Int(cmark_node_get_start_line(pointer)) }
    var literal: String { cmark_node_get_literal(pointer).map { String(cString: $0) } ?? "" }
    var url: String { cmark_node_get_url(pointer).map { String(cString: $0) } ?? "" }
    var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
    /// The number of an ordered list's first item; `nil` for bullets.
    var firstNumber: Int? {
        cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(pointer)) : nil
    }
    var isTaskDone: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }
    /// The words behind a code block's fence.
    var fenceInfo: String { cmark_node_get_fence_info(pointer).map { String(cString: $0) } ?? "" }
}

extension MarkdownNode {
    /// Calls `visit` on entering and on leaving each node below this one, in the order of the text, without recursion.
    ///
    /// It answers on entering whether to go into the node; a node that is skipped is not left either.
    func walk(_ visit: (MarkdownNode, _ isEntering: Bool) -> Bool) {
        guard let iterator = cmark_iter_new(pointer) else { return }
        defer { cmark_iter_free(iterator) }
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
            if node == pointer { continue }
            let isEntering = event == CMARK_EVENT_ENTER
            if !visit(MarkdownNode(node), isEntering), isEntering, cmark_node_first_child(node) != nil {
                cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT)
            }
        }
    }

    /// The line of the first node that has more nodes around it than `limit`.
    func line(deeperThan limit: Int) -> Int? {
        guard let iterator = cmark_iter_new(pointer) else { return nil }
        defer { cmark_iter_free(iterator) }
        var depth = 0
        var line = 1
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return nil }
            if cmark_node_first_child(node) == nil { continue }
            depth += event == CMARK_EVENT_ENTER ? 1 : -1
            line = max(line, Int(cmark_node_get_start_line(node)))
            if depth > limit + 1 { return line }
        }
    }
}
