/// Case and compatibility folding of single scalars, cheap enough to run over whole messages.
///
/// Approximates NFKC and full case folding for what people type: lower case, full-width and mathematical letters,
/// ligatures, typographic apostrophes. Canonical forms need nothing: equal Swift strings are canonically equivalent.
enum Folding {
    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        let value = scalar.value
        if value < 0x80 {
            bytes.append(asciiLowercase(UInt8(value)))
            return
        }
        switch value {
        case 0x2018, 0x2019, 0x02BC, 0x2032, 0xFF07: bytes.append(UInt8(ascii: "'"))
        case 0xFF01...0xFF5E: bytes.append(asciiLowercase(UInt8(value - 0xFEE0)))
        case 0x1D400...0x1D6A3: bytes.append(UInt8(ascii: "a") + UInt8((value - 0x1D400) % 26))
        case 0x1D7CE...0x1D7FF: bytes.append(UInt8(ascii: "0") + UInt8((value - 0x1D7CE) % 10))
        case 0x24B6...0x24E9: bytes.append(UInt8(ascii: "a") + UInt8((value - 0x24B6) % 26))
        case 0xFB00: bytes.append(contentsOf: "ff".utf8)
        case 0xFB01: bytes.append(contentsOf: "fi".utf8)
        case 0xFB02: bytes.append(contentsOf: "fl".utf8)
        case 0xFB03: bytes.append(contentsOf: "ffi".utf8)
        case 0xFB04: bytes.append(contentsOf: "ffl".utf8)
        case 0xDF: bytes.append(contentsOf: "ss".utf8)
        default: bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }

    static func asciiLowercase(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    /// The word without accents on Latin letters, as search compares it: `café` → `cafe`.
    static func withoutAccents(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word }
        var result = String.UnicodeScalarView()
        var lastIsLatin = false
        for scalar in word.unicodeScalars {
            let value = scalar.value
            if value >= 0xC0, value < 0x180 {
                result.append(latinBases[Int(value - 0xC0)])
                lastIsLatin = true
            } else if lastIsLatin, value >= 0x300, value < 0x370 {
                continue
            } else {
                result.append(scalar)
                lastIsLatin = value < 0x80
            }
        }
        return String(result)
    }

    /// What stands for U+00C0 to U+017F, one letter each; multiplication and division signs stand for themselves.
    private static let latinBases = Array(
        ("aaaaaaaceeeeiiii" + "dnooooo×ouuuuyts" + "aaaaaaaceeeeiiii" + "dnooooo÷ouuuuyty"
            + "aaaaaaccccccccdd" + "ddeeeeeeeeeegggg" + "gggghhhhiiiiiiii" + "iiiijjkkklllllll"
            + "lllnnnnnnnnnoooo" + "oooorrrrrrssssss" + "ssttttttuuuuuuuu" + "uuuuwwyyyzzzzzzs").unicodeScalars)
}
