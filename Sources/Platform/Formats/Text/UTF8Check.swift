extension UnsafeBufferPointer<UInt8> {
    /// The offset of the first byte that makes this no UTF-8; `nil` when all of it is.
    var offsetOfInvalidUTF8: Int? {
        do throws(Unicode.UTF8.ValidationError) {
            _ = try UTF8Span(validating: span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
