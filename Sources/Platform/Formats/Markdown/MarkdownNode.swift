import CMarkdown

/// A node of a `MarkdownTree`, valid as long as the tree.
struct MarkdownNode {
    enum Kind {
        case document, heading, paragraph, quote, list, item, taskItem, codeBlock
        case table, tableHeader, tableRow, tableCell
        case text, code, link, image, softBreak, lineBreak, strikethrough, inlineHTML
        /// Raw HTML, rulers, emphasis.
        case other
    }

    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    var kind: Kind {
        switch cmark_node_get_type(pointer) {
        case CMARK_NODE_TEXT: .text
        case CMARK_NODE_SOFTBREAK: .softBreak
        case CMARK_NODE_PARAGRAPH: .paragraph
        case CMARK_NODE_LINEBREAK: .lineBreak
        case CMARK_NODE_CODE: .code
        case CMARK_NODE_HTML_INLINE: .inlineHTML
        case CMARK_NODE_LINK: .link
        case CMARK_NODE_IMAGE: .image
        case CMARK_NODE_HEADING: .heading
        case CMARK_NODE_LIST: .list
        case CMARK_NODE_BLOCK_QUOTE: .quote
        case CMARK_NODE_CODE_BLOCK: .codeBlock
        case CMARK_NODE_DOCUMENT: .document
        case CMARK_NODE_EMPH, CMARK_NODE_STRONG, CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK: .other
        case CMARK_NODE_ITEM: typeName == "tasklist" ? .taskItem : .item
        default: extensionKind
        }
    }

    /// The extensions' types are numbered at run time, so they are known by name.
    private var extensionKind: Kind {
        switch typeName {
        case "table": .table
        case "table_header": .tableHeader
        case "table_row": .tableRow
        case "table_cell": .tableCell
        case "strikethrough": .strikethrough
        default: .other
        }
    }

    private var typeName: String { String(cString: cmark_node_get_type_string(pointer)) }

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
