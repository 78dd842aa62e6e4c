/// Who publishes: a CloudEvents `source` with a sequence of its own.
struct Publisher: Hashable {
    let index: Int

    static let platform = Publisher(index: 0)
    static func erp(_ erp: Int) -> Publisher { Publisher(index: 1 + erp) }
    static func account(_ account: Int) -> Publisher {
        Publisher(index: 1 + erps.count + account)
    }
    static func warehouse(_ warehouse: Int) -> Publisher {
        Publisher(index: 1 + erps.count + accounts.count + warehouse)
    }
    static func carrier(_ carrier: Int) -> Publisher {
        Publisher(index: 1 + erps.count + accounts.count + warehouses.count + carrier)
    }

    /// Without a sequence: what it sends is refused, and a refused number would look like a gap.
    static let broken: StaticString = "legacy/export"

    static let erps: [StaticString] = ["dianxiaomi", "mabang", "tongtool", "lingxing"]
    static let accountsPerERP = 3
    static let accounts: [StaticString] = [
        "dianxiaomi-1", "dianxiaomi-2", "dianxiaomi-3", "mabang-1", "mabang-4", "mabang-7", "tongtool-1",
        "tongtool-2", "tongtool-5", "lingxing-1", "lingxing-2", "lingxing-3",
    ]
    static let warehouses: [StaticString] = ["SZ-01", "SZ-02", "GZ-01", "YW-01", "HZ-01", "XM-01"]

    /// The `source` of each publisher, by its index.
    static let sources: [[UInt8]] =
        [name("platform/", "aliexpress")] + erps.map { name("erp/", $0) } + accounts.map { name("erp/", $0) }
        + warehouses.map { name("wms/", $0) } + Carrier.all.map { name("provider/", $0.id) }

    private static func name(_ prefix: StaticString, _ rest: StaticString) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(prefix)
        bytes.append(rest)
        return bytes
    }
}
