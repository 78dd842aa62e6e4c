import Vocabulary

/// The values of CloudEvents `type`, by index of the type.
@safe struct TypeNames {
    private let texts: UnsafePointer<UnsafeRawBufferPointer>
    private let count: Int

    init(_ types: [EventType]) {
        let room = UnsafeMutablePointer<UnsafeRawBufferPointer>.allocate(capacity: types.count)
        for (index, type) in types.enumerated() {
            let text = Array("firstmile.\(type.rawValue).v1".utf8)
            let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 8)
            unsafe bytes.copyBytes(from: text)
            unsafe (room + index).initialize(to: UnsafeRawBufferPointer(bytes))
        }
        unsafe texts = UnsafePointer(room)
        count = types.count
    }

    subscript(index: Int) -> UnsafeRawBufferPointer { unsafe texts[index] }

    /// `hint`: where to look first, because events of one type come together.
    @inline(__always)
    func find(_ start: UnsafeRawPointer, _ length: Int, hint: Int) -> Int? {
        if unsafe matches(hint, start, length) { return hint }
        for index in 0..<count where unsafe matches(index, start, length) { return index }
        return nil
    }

    /// All begin alike, so the end is looked at first.
    @inline(__always)
    private func matches(_ index: Int, _ start: UnsafeRawPointer, _ length: Int) -> Bool {
        guard unsafe texts[index].count == length, let own = unsafe texts[index].baseAddress else {
            return false
        }
        return unsafe own.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            == start.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            && Name.areEqual(own, start, length)
    }
}
