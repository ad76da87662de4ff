/// Where a statement's text is in the program: the same place is the same text.
struct StatementKey: Hashable {
    private let start: UnsafePointer<UInt8>
    private let length: Int

    init(_ sql: StaticString) {
        start = sql.utf8Start
        length = sql.utf8CodeUnitCount
    }
}
