/// Composes the tree of nodes from events, and refuses what our YAML leaves out.
struct YAMLComposer: ~Copyable {
    /// What an anchor stands for, and how many nodes that is.
    private typealias Anchored = (node: YAMLNode, size: Int)

    private let events: YAMLEvents
    private let source: YAMLSource
    private let limits: YAMLLimits
    private var anchors: [String: Anchored] = [:]
    private var nodeCount = 0
    private var aliasCount = 0

    init(_ events: consuming YAMLEvents, source: YAMLSource, limits: YAMLLimits) {
        self.events = events
        self.source = source
        self.limits = limits
    }

    mutating func document() throws(YAMLError) -> YAMLNode {
        var root: YAMLNode?
        while true {
            let (event, place) = try events.next()
            switch event {
            case .streamEnd:
                return root ?? node(.scalar("", isPlain: true), at: TextPlace())
            case .documentStart where root != nil:
                throw source.error("a file holds one document, and a second one begins here", at: place)
            case .documentStart, .documentEnd, .ignored: break
            default: root = try compose(event, at: place, depth: 0)
            }
        }
    }

    private mutating func compose(
        _ event: YAMLEvents.Event, at place: TextPlace, depth: Int
    ) throws(YAMLError) -> YAMLNode {
        let before = nodeCount
        try count(1, at: place)
        let composed: YAMLNode
        let anchor: String?
        switch event {
        case .alias(let name): return try resolve(name, at: place)
        case .scalar(let text, let isPlain, let name):
            composed = node(.scalar(text, isPlain: isPlain), at: place)
            anchor = name
        case .sequenceStart(let name):
            composed = node(.sequence(try sequence(at: place, depth: depth + 1)), at: place)
            anchor = name
        case .mappingStart(let name):
            composed = node(.mapping(try mapping(at: place, depth: depth + 1)), at: place)
            anchor = name
        case .streamEnd, .documentStart, .documentEnd, .collectionEnd, .ignored:
            throw source.error("the document ends too early", at: place)
        }
        if let anchor { anchors[anchor] = (composed, nodeCount - before) }
        return composed
    }

    private mutating func sequence(at place: TextPlace, depth: Int) throws(YAMLError) -> [YAMLNode] {
        try descend(to: depth, at: place)
        var nodes: [YAMLNode] = []
        while true {
            let (event, place) = try events.next()
            if case .collectionEnd = event { return nodes }
            nodes.append(try compose(event, at: place, depth: depth))
        }
    }

    private mutating func mapping(at place: TextPlace, depth: Int) throws(YAMLError) -> [YAMLEntry] {
        try descend(to: depth, at: place)
        var entries: [YAMLEntry] = []
        var lines: [String: Int] = [:]
        while true {
            let (event, place) = try events.next()
            if case .collectionEnd = event { return entries }
            let keyNode = try compose(event, at: place, depth: depth)
            let key = try key(keyNode)
            if let line = lines.updateValue(keyNode.line, forKey: key) {
                throw keyNode.error("the key '\(key.excerpt)' is already in line \(line)")
            }
            let (valueEvent, valuePlace) = try events.next()
            let value = try compose(valueEvent, at: valuePlace, depth: depth)
            entries.append(YAMLEntry(key: key, keyNode: keyNode, value: value))
        }
    }

    private func key(_ node: YAMLNode) throws(YAMLError) -> String {
        guard case .scalar(let key, let isPlain) = node.content else {
            throw node.error("a key must be text, not \(node.found)")
        }
        if key == "<<", isPlain { throw node.error("merge keys (<<) are not supported") }
        return key
    }

    private mutating func resolve(_ name: String, at place: TextPlace) throws(YAMLError) -> YAMLNode {
        guard let (anchored, size) = anchors[name] else {
            throw source.error("unknown alias *\(name.excerpt)", at: place)
        }
        aliasCount += 1
        guard aliasCount <= limits.aliases else {
            throw source.error("more than \(limits.aliases) aliases", at: place)
        }
        try count(size, at: place)
        return node(anchored.content, at: place)
    }

    private mutating func count(_ nodes: Int, at place: TextPlace) throws(YAMLError) {
        nodeCount += nodes
        guard nodeCount <= limits.nodes else {
            throw source.error("the document has more than \(limits.nodes) nodes", at: place)
        }
    }

    private func descend(to depth: Int, at place: TextPlace) throws(YAMLError) {
        guard depth <= limits.depth else {
            throw source.error("nested deeper than \(limits.depth) levels", at: place)
        }
    }

    private func node(_ content: YAMLNode.Content, at place: TextPlace) -> YAMLNode {
        YAMLNode(
            content: content, file: source.file, line: place.line + source.firstLine - 1, column: place.column)
    }
}
