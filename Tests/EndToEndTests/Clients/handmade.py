"""As much of protobuf as a client without a library needs."""


def varint(number):
    encoded = b""
    while number > 127:
        encoded += bytes([number & 127 | 128])
        number >>= 7
    return encoded + bytes([number])


def field(number, value):
    value = value if isinstance(value, bytes) else value.encode()
    return varint(number << 3 | 2) + varint(len(value)) + value


def fields(message):
    """(number, value) of every field."""
    at = 0

    def read():
        nonlocal at
        number = shift = 0
        while True:
            byte, at = message[at], at + 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    while at < len(message):
        key = read()
        assert key & 7 in (0, 2), f"wire type {key & 7}"
        value = read()
        if key & 7 == 2:
            value, at = message[at:at + value], at + value
        yield key >> 3, value
