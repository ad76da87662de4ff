/// Words for a name that is not known, with the one that was probably meant.
enum Suggestion {
    /// `unknown key 'langauges'; did you mean 'languages'?`, or else all that is allowed.
    static func unknown(_ kind: String, _ name: String, allowed: [String]) -> String {
        let shown = name.count > 40 ? name.prefix(39) + "…" : name[...]
        if let near = nearest(to: name, among: allowed) {
            return "unknown \(kind) '\(shown)'; did you mean '\(near)'? Allowed: \(allowed.joined(separator: ", "))"
        }
        return "unknown \(kind) '\(shown)'; allowed: \(allowed.joined(separator: ", "))"
    }

    /// The name that differs by a slip: a third of its letters at most, and no more than two.
    static func nearest(to name: String, among known: [String]) -> String? {
        guard name.count <= 64 else { return nil }
        let distances = known.map { ($0, distance(Array(name.lowercased()), Array($0))) }
        guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= min(2, best.0.count / 3) else { return nil }
        return best.0
    }

    /// Letters added, left out, exchanged or swapped (optimal string alignment).
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [Array(0...b.count)]
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
