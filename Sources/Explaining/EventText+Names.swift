import Rulebook
import Vocabulary

/// Values of events in the reader's language; in English they are called what they are called on the wire.
extension EventText {
    func name(_ milestone: Milestone) -> String {
        let chinese =
            switch milestone {
            case .forecast: "预报"
            case .handover: "交接"
            case .originProcessing: "始发处理"
            case .exportCustoms: "出口清关"
            case .lineHaul: "干线运输"
            case .importCustoms: "进口清关"
            case .lastMile: "末端派送"
            case .awaitingPickup: "待自提"
            case .delivered: "妥投"
            case .exception: "异常"
            case .delay: "延误"
            case .returned: "退回"
            case .disposal: "销毁"
            }
        return language(milestone.rawValue, chinese)
    }

    func name(_ decision: ExemptionDecided.Decision) -> String {
        switch decision {
        case .approved: language(decision.rawValue, "批准")
        case .rejected: language(decision.rawValue, "驳回")
        }
    }

    func name(_ outcome: ConsideredLine.Outcome) -> String {
        switch outcome {
        case .best: language("taken: best by cost and time", "选中：成本与时效最优")
        case .named: language("taken: named by the seller", "选中：卖家指定")
        case .possible: language("possible", "可选")
        case .country: language("does not serve the country", "不通达目的国")
        case .goods: language("does not take such goods", "不收此类货物")
        case .weight: language("too heavy", "超重")
        case .size: language("too large", "超尺寸")
        case .full: language("full that day", "当日运力已满")
        case .noRate: language("its rate card is not in force", "费率卡未生效")
        case .providerNotReady: language("its provider is not certified or not bound", "服务商未认证或未绑定")
        case .otherProvider: language("the number is another provider's", "单号属于其他服务商")
        }
    }

    func name(_ item: FeeLine.Item) -> String {
        switch item {
        case .base: language("freight", "基础运费")
        case .lightParcel: language("light parcel", "轻小件加价")
        case .ddp: language("DDP", "DDP 加价")
        case .service: language("service", "前置服务费")
        case .surcharge: language("surcharge", "合规附加费")
        case .coupon: language("coupon", "新商家券")
        }
    }

    /// How an amount comes about; what the wire writes in English words is said in the reader's.
    func basis(_ line: FeeLine) -> String {
        switch line.item {
        case .base: "\(line.basis) \(language("fen", "分"))"
        case .lightParcel, .ddp: "+\(line.basis)"
        case .service: line.basis.text
        case .surcharge: goods(line.basis)
        case .coupon: language("order \(line.basis)", "第 \(line.basis) 单".replacing(" of ", with: " / "))
        }
    }

    private func goods(_ name: Token) -> String {
        switch SensitiveGoods.all.first(where: { $0.name == name.text })?.goods {
        case .battery?: language("battery", "带电")
        case .magnetic?: language("magnets", "带磁")
        case .cosmetic?: language("cosmetics", "化妆品")
        default: name.text
        }
    }

    func name(_ reason: DeadlineWithdrawn.Reason) -> String {
        switch reason {
        case .uploadedInTime: language(reason.rawValue, "单号实为按时上传")
        case .notMandatory: language(reason.rawValue, "该订单不适用")
        case .exempt: language(reason.rawValue, "已豁免")
        }
    }
}
