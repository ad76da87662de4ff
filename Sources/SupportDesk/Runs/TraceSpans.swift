import Formats

/// A span as a stored trace has it. Whatever is missing or of another form is left out: traces outlive programs.
struct TraceSpan {
    let id: String
    let parent: String?
    let kind: String
    let name: String
    let start: Duration
    let duration: Duration
    let attributes: JSONValue
    let error: String?

    var end: Duration { start + duration }

    init(_ json: JSONValue) {
        id = json["span_id"]?.string ?? ""
        parent = json["parent_id"]?.string
        kind = json["kind"]?.string ?? ""
        name = json["name"]?.string ?? "?"
        start = .microseconds(max(0, json["start_us"]?.integer ?? 0))
        duration = .microseconds(max(0, json["duration_us"]?.integer ?? 0))
        attributes = json["attributes"] ?? .null
        error = json["error"]?.string
    }
}

/// The spans of a trace in the order of their tree, each behind its parent.
struct TraceSpans {
    struct Place {
        let span: TraceSpan
        /// For each level above, whether more spans follow there; the last is its own.
        let continues: [Bool]
        let hasChildren: Bool
    }

    let places: [Place]

    init(_ trace: JSONValue) {
        let spans = ((trace["spans"] ?? trace).array ?? []).map(TraceSpan.init)
        let known = Set(spans.map(\.id))
        var children: [String: [Int]] = [:]
        var roots: [Int] = []
        for (index, span) in spans.enumerated() {
            if let parent = span.parent, known.contains(parent) {
                children[parent, default: []].append(index)
            } else {
                roots.append(index)
            }
        }
        var places: [Place] = []
        var seen: Set<Int> = []
        func walk(_ indices: [Int], _ above: [Bool]) {
            for (number, index) in indices.enumerated() where seen.insert(index).inserted {
                let span = spans[index]
                let below = children[span.id] ?? []
                let continues = above + [number < indices.count - 1]
                places.append(Place(span: span, continues: continues, hasChildren: !below.isEmpty))
                // Deeper than any run goes; what is beneath is shown beside it.
                walk(below, continues.count < 8 ? continues : above)
            }
        }
        walk(roots, [])
        // Spans that name each other as parents hang on none.
        walk(Array(spans.indices), [])
        self.places = places
    }
}
