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

    func name(_ reason: DeadlineWithdrawn.Reason) -> String {
        switch reason {
        case .uploadedInTime: language(reason.rawValue, "单号实为按时上传")
        case .notMandatory: language(reason.rawValue, "该订单不适用")
        case .exempt: language(reason.rawValue, "已豁免")
        }
    }
}
