import Rulebook
import Vocabulary

/// The check on a number (强校验): who may ship, whose number it is, and what the declaration says (R7–R20).
struct UploadCheck {
    let rules: Rulebook
    let phones: any PhoneChecking
    let goods: GoodsCheck

    /// Everything wrong with an upload at `moment`, sorted by code; empty is a pass.
    func findings(
        of upload: Move, for order: borrowing OrderState, declared declaration: Declaration,
        at moment: Instant,
        voided: [NumberKey], in world: borrowing GateState
    ) -> [Finding] {
        var findings: [Finding] = []
        // R21: only voiding takes a number away that was accepted by this check, not what is later heard of its
        // provider.
        let isHeld =
            order.standing.number == upload.key && order.passedSince.map { $0 <= moment } ?? false
        let mayShip = isHeld || checkProvider(of: upload, at: moment, in: world, &findings)
        if mayShip { checkForm(of: upload, in: world, &findings) }
        checkIdentity(of: upload, for: order.id, voided: voided, in: world, &findings)
        // A handover after the upload was accepted opens an anomaly and no more (R21).
        let severalBoxes = order.severalBoxesAt.map { $0 <= moment } ?? false
        checkDeclaration(declaration, severalBoxes: severalBoxes, &findings)
        if findings.count > 1 { findings.sort { $0.code < $1.code } }
        return findings
    }

    /// What is wrong with a further upload while another number is bound (R20).
    func findingsOfFurther(
        _ upload: Move, for order: OrderID, bound: Move, voided: [NumberKey],
        in world: borrowing GateState
    ) -> [Finding] {
        if upload.key == bound.key {
            if upload.account == bound.account { return [] }
            return [
                Finding(
                    .duplicateNumber,
                    evidence: "\(world.names[upload.account]), bound by \(world.names[bound.account])")
            ]
        }
        var findings = [Finding(.multiBox, evidence: "\(upload.number), bound is \(bound.number)")]
        checkIdentity(of: upload, for: order, voided: voided, in: world, &findings)
        return findings.sorted { $0.code < $1.code }
    }

    /// Whether the provider is on the list; of one that is not, the form of its numbers says nothing.
    private func checkProvider(
        of upload: Move, at moment: Instant, in world: borrowing GateState, _ findings: inout [Finding]
    ) -> Bool {
        let provider = ProviderID(world.names[upload.provider])
        let certified =
            world.certifications[upload.provider]?.value(at: upload.time)
            ?? rules.isCertified(provider, at: upload.time)
        guard certified else {
            findings.append(Finding(.providerNotCertified, evidence: provider.text))
            return false
        }
        let pair = GateState.pair(upload.seller, upload.provider)
        if world.bindings[pair]?.value(at: moment) != true {
            findings.append(Finding(.providerNotBound, evidence: provider.text))
        }
        return true
    }

    private func checkForm(
        of upload: Move, in world: borrowing GateState, _ findings: inout [Finding]
    ) {
        let provider = ProviderID(world.names[upload.provider])
        switch rules.check(upload.number, provider) {
        case .ok: break
        case .wrong(let expected, let severity):
            findings.append(Finding(.numberFormat, severity, evidence: upload.number.text, fix: expected))
        case .unknownPattern:
            findings.append(
                Finding(.numberFormat, rules.numbers.unknownPattern, evidence: upload.number.text))
        }
    }

    private func checkIdentity(
        of upload: Move, for order: OrderID, voided: [NumberKey], in world: borrowing GateState,
        _ findings: inout [Finding]
    ) {
        if voided.contains(upload.key) {
            findings.append(Finding(.voidedNumber, evidence: upload.number.text))
            return
        }
        guard let claim = world.claim(on: upload.key), claim.order != order else { return }
        if claim.isVoided {
            findings.append(Finding(.voidedNumber, evidence: upload.number.text))
        } else if upload.time - claim.since < rules.numbers.reuseWindow {
            findings.append(Finding(.numberConflict, evidence: claim.order.text))
        }
    }

    private func checkDeclaration(
        _ declaration: Declaration, severalBoxes: Bool, _ findings: inout [Finding]
    ) {
        if declaration.boxes != rules.numbers.boxesPerOrder || severalBoxes {
            let seen = declaration.boxes != rules.numbers.boxesPerOrder ? String(declaration.boxes) : ""
            findings.append(Finding(.multiBox, evidence: seen))
        }
        goods.check(declaration.texts.goods, to: declaration.country, &findings)
        if case .wrong(let fix) = phones.check(declaration.texts.phone, for: declaration.country) {
            findings.append(
                Finding(
                    .phoneFormat, rules.phoneSeverity(declaration.country),
                    evidence: declaration.texts.phone.text,
                    fix: fix ?? ""))
        }
        let texts = declaration.texts
        if let problem = rules.tax.problem(ioss: texts.ioss, taxID: texts.taxID, to: declaration.country) {
            findings.append(
                Finding(.taxID, problem.severity, evidence: problem.seen.text, fix: problem.expected))
        }
    }
}
