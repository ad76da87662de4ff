/// Why the pages can't be shown; found when the program starts.
enum PageError: Error, CustomStringConvertible {
    /// A language lacks a word that English has.
    case wordMissing(String, file: String)
    /// A template uses a word that is in no catalogue.
    case wordUnknown(String, file: String, line: Int)

    var description: String {
        switch self {
        case .wordMissing(let key, let file): "\(file): the word '\(key)' is missing"
        case .wordUnknown(let name, let file, let line): "\(file):\(line): the word '\(name)' is not in the catalogue"
        }
    }
}
