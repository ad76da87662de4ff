extension JSONParser {
    /// Reads a number: exact when it is an integer of 64 bits, else the nearest `Double`.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }

        var decimal = Decimal64()
        let first = position
        try digits(into: &decimal)
        if bytes[first] == UInt8(ascii: "0"), position > first + 1 {
            position = first
            throw failure("a number must not begin with 0")
        }
        var isInteger = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            let point = position
            try digits(into: &decimal)
            decimal.exponent = point - position
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            decimal.exponent += try exponent()
        }

        if isInteger, let integer = decimal.integer(isNegative: isNegative) { return .integer(integer) }
        if let number = decimal.exactDouble { return .number(isNegative ? -number : number) }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            position = start
            throw failure("the number is beyond what a Double holds")
        }
        return .number(number)
    }

    /// Reads one digit or more.
    @inline(__always)
    private mutating func digits(into decimal: inout Decimal64) throws(JSONError) {
        let first = position
        while position < bytes.count, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            decimal.append(digit)
            position &+= 1
        }
        if position == first { throw unexpected("a digit") }
    }

    /// Reads an exponent's sign and digits. Stops growing where every number is zero or infinite.
    private mutating func exponent() throws(JSONError) -> Int {
        var isNegative = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isNegative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        var digits = Decimal64()
        try self.digits(into: &digits)
        let exponent = Int(min(digits.significand, 100_000))
        return isNegative ? -exponent : exponent
    }
}

/// The digits of a number, as long as 64 bits hold them.
private struct Decimal64 {
    var significand: UInt64 = 0
    var exponent = 0
    private var isOverflown = false

    @inline(__always)
    mutating func append(_ digit: UInt8) {
        let (tens, overflow) = significand.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
        significand = isOverflown || overflow || carry ? .max : sum
        isOverflown = isOverflown || overflow || carry
    }

    func integer(isNegative: Bool) -> Int64? {
        if isOverflown { return nil }
        if isNegative { return significand == Int64.min.magnitude ? .min : Int64(exactly: significand).map { -$0 } }
        return Int64(exactly: significand)
    }

    /// The number where one rounding suffices: digits and power of ten are both exact in a `Double`
    /// (Clinger, "How to read floating point numbers accurately", 1990).
    var exactDouble: Double? {
        guard !isOverflown, significand < 1 << 53, Self.powersOfTen.indices.contains(abs(exponent)) else { return nil }
        let digits = Double(significand)
        let power = Self.powersOfTen[abs(exponent)]
        return exponent < 0 ? digits / power : digits * power
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
