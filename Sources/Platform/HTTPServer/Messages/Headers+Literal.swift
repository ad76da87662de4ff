extension Headers: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral fields: (String, String)...) {
        self.init()
        for (name, value) in fields { append(name, value) }
    }
}
