/// Finds what somebody probably meant.
enum Suggestion {
    /// The candidate that differs in the fewest letters, if it differs in no more than a third of them.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let scored = candidates.map { (name: $0, distance: distance(word, $0)) }
        guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
        let allowed = max(1, max(word.count, best.name.count) / 3)
        return best.distance <= allowed ? best.name : nil
    }

    static func question(_ guess: String?) -> String { guess.map { "; did you mean \($0)?" } ?? "" }

    /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance).
    private static func distance(_ one: String, _ other: String) -> Int {
        let one = Array(one.lowercased().utf8.prefix(64))
        let other = Array(other.lowercased().utf8.prefix(64))
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in 0..<one.count {
            var current = [row + 1]
            for column in 0..<other.count {
                let isSame = one[row] == other[column]
                var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
