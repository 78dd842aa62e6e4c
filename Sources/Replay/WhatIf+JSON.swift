import Foundation
import Vocabulary

/// The differences for programs. Fees are in fen.
extension WhatIf {
    /// From what to what, the most frequent first.
    public func transitions(_ change: Change) -> [(Transition, Int)] {
        transitions.filter { $0.key.change == change }.map { ($0.key, $0.value) }.sorted {
            ($1.1, $0.0.before, $0.0.after) < ($0.1, $1.0.before, $1.0.after)
        }
    }

    /// One object. Keys are in order, so that the same question gives the same bytes.
    ///
    /// - Parameters:
    ///   - before: names of what decided; `after`: of what decides now.
    ///   - facts: how many were judged again.
    ///   - limit: of the orders listed; nil: all.
    public func json(before: String, after: String, facts: UInt64, limit: Int?) -> String {
        let listed = changed.prefix(limit ?? changed.count)
        let answer = Answer(
            before: before, after: after, facts: facts, orders: orders, changed: changedOrders,
            counts: Dictionary(
                uniqueKeysWithValues: Change.allCases.map { ($0.rawValue, counts[$0] ?? 0) }),
            transitions: Change.allCases.flatMap { transitions($0) }.map {
                Answer.Transition(change: $0.change.rawValue, before: $0.before, after: $0.after, orders: $1)
            },
            fees: Sides(fees.before, fees.after),
            stores: stores.map {
                Answer.Store(
                    sellerId: $0.seller.text, orders: $0.orders, changed: $0.changed,
                    abnormal: Sides($0.abnormal.before, $0.abnormal.after),
                    fees: Sides($0.fees.before, $0.fees.after),
                    score: Sides(rounded($0.score.before), rounded($0.score.after)))
            },
            orderListCut: listed.count < changedOrders,
            orderList: listed.map { order in
                Answer.Order(
                    orderId: order.id.text, sellerId: order.seller?.text,
                    changes: order.changes.map(\.rawValue), before: Answer.Outcome(order.before),
                    after: Answer.Outcome(order.after))
            })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(answer) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }

    private func rounded(_ score: Double?) -> Double? { score.map { ($0 * 10_000).rounded() / 10_000 } }
}

private struct Sides<Value: Encodable>: Encodable {
    let before: Value
    let after: Value
    init(_ before: Value, _ after: Value) { (self.before, self.after) = (before, after) }
}

private struct Answer: Encodable {
    struct Transition: Encodable {
        let change: String
        let before: String
        let after: String
        let orders: Int
    }
    struct Store: Encodable {
        let sellerId: String
        let orders: Int
        let changed: Int
        let abnormal: Sides<Int>
        let fees: Sides<Int64>
        let score: Sides<Double?>
    }
    struct Outcome: Encodable {
        let status: String
        let abnormal: Bool
        let line: String?
        let fee: Int64?
        let findings: [String]

        init(_ outcome: Replay.Outcome) {
            status = outcome.status.rawValue
            abnormal = outcome.isAbnormal
            line = outcome.line?.text
            fee = outcome.fee?.amount
            findings = outcome.findings.codes.map(\.rawValue)
        }
    }
    struct Order: Encodable {
        let orderId: String
        let sellerId: String?
        let changes: [String]
        let before: Outcome
        let after: Outcome
    }

    let before: String
    let after: String
    let facts: UInt64
    let orders: Int
    let changed: Int
    let counts: [String: Int]
    let transitions: [Transition]
    let fees: Sides<Int64>
    let stores: [Store]
    /// Whether more orders change than the list holds.
    let orderListCut: Bool
    let orderList: [Order]
}
