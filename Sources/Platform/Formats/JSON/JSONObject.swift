/// The members of a JSON object, in the order they were written. Equality ignores order.
///
/// Keys are unique as Swift strings compare, so two spellings that are canonically equivalent in Unicode are one key.
/// Look-up is linear up to `linearCount` members, which is what wire formats have, and hashed beyond.
package struct JSONObject: Sendable {
    package typealias Member = (key: String, value: JSONValue)

    private static let linearCount = 16

    package private(set) var members: [Member] = []
    /// Where each key stands. Empty while a linear search is quicker.
    private var positions: [String: Int] = [:]

    package init() {}

    package var isEmpty: Bool { members.isEmpty }
    package var count: Int { members.count }
    package var keys: [String] { members.map(\.key) }

    /// Reads, replaces in place, appends, or (set to `nil`) removes a member.
    package subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): remove(at: index)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    /// Adds a member at the end, unless its key is there: then nothing changes and the answer is `false`.
    mutating func insert(_ key: String, _ value: JSONValue) -> Bool {
        guard position(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    private func position(of key: String) -> Int? {
        if members.count > Self.linearCount { return positions[key] }
        return members.firstIndex { $0.key == key }
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if members.count == Self.linearCount + 1 {
            index()
        } else if members.count > Self.linearCount {
            positions[key] = members.count - 1
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        positions = [:]
        if members.count > Self.linearCount { index() }
    }

    private mutating func index() {
        for (position, member) in members.enumerated() { positions[member.key] = position }
    }
}

extension JSONObject: Equatable {
    package static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.members.count == b.members.count && a.members.allSatisfy { b[$0.key] == $0.value }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }
}
