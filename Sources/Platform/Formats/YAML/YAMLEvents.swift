import CYAML

/// The events of libyaml's parser (yaml.h, "Parser Definitions"), each copied into Swift and freed at once.
///
/// The buffer is not copied and must outlive it. Owned by one call.
struct YAMLEvents: ~Copyable {
    enum Event {
        case streamEnd, documentStart, documentEnd, ignored
        case alias(String)
        case scalar(String, isPlain: Bool, anchor: String?)
        case sequenceStart(anchor: String?)
        case mappingStart(anchor: String?)
        case collectionEnd
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let source: YAMLSource
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>, source: YAMLSource) throws(YAMLError) {
        self.source = source
        self.bytes = bytes
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw source.error("out of memory", at: TextPlace())
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// The next event and where it begins. After the end of the stream there is none to ask for.
    func next() throws(YAMLError) -> (event: Event, place: TextPlace) {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
        defer { yaml_event_delete(&event) }
        let place = TextPlace(event.start_mark)
        if let tag = event.tag {
            throw source.error("tags such as \(String(cString: tag).excerpt) are not supported", at: place)
        }
        return (try Event(event, source: source), place)
    }

    private func syntaxError() -> YAMLError {
        let parser = parser.pointee
        guard let problem = parser.problem.map({ String(cString: $0) }) else {
            return source.error("out of memory", at: TextPlace())
        }
        if parser.error == YAML_READER_ERROR {
            return source.error(problem, at: TextPlace(of: parser.problem_offset, in: bytes))
        }
        let context = parser.context.map { " " + String(cString: $0) } ?? ""
        let begin = context.isEmpty ? "" : " that begins in line \(Int(parser.context_mark.line) + source.firstLine)"
        return source.error(problem + context + begin, at: TextPlace(parser.problem_mark))
    }
}

extension YAMLEvents.Event {
    fileprivate init(_ event: yaml_event_t, source: YAMLSource) throws(YAMLError) {
        func name(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? { text.map { String(cString: $0) } }
        let data = event.data
        switch event.type {
        case YAML_STREAM_END_EVENT: self = .streamEnd
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_ALIAS_EVENT: self = .alias(name(data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let text = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
            guard !text.contains(0) else {
                throw source.error("the text has a NUL character", at: TextPlace(event.start_mark))
            }
            self = .scalar(
                String(decoding: text, as: UTF8.self), isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
                anchor: name(data.scalar.anchor))
        case YAML_SEQUENCE_START_EVENT: self = .sequenceStart(anchor: name(data.sequence_start.anchor))
        case YAML_MAPPING_START_EVENT: self = .mappingStart(anchor: name(data.mapping_start.anchor))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: self = .collectionEnd
        default: self = .ignored
        }
    }
}

extension yaml_event_t {
    fileprivate var tag: UnsafeMutablePointer<yaml_char_t>? {
        switch type {
        case YAML_SCALAR_EVENT: data.scalar.tag
        case YAML_SEQUENCE_START_EVENT: data.sequence_start.tag
        case YAML_MAPPING_START_EVENT: data.mapping_start.tag
        default: nil
        }
    }
}

extension TextPlace {
    /// libyaml counts lines and columns from 0.
    fileprivate init(_ mark: yaml_mark_t) {
        line = Int(mark.line) + 1
        column = Int(mark.column) + 1
    }
}
