/// What a careless hand makes of fees, lines and routing.
let moneySlips: [Slip] = [
    Slip(
        passage: "transitDays: {ES: 9, FR: 10,", replacement: "transitDays: {ES: 0, FR: 10,",
        said: "23: lines[0].transitDays.ES: `0` is not possible; write a whole number from 1 to 365"),
    Slip(
        passage: "    rateCard: winit-standard\n", replacement: "    rateCard: winit-standart\n",
        said: "15: lines[1].rateCard: `winit-standart` is unknown; did you mean `winit-standard`?"),
    Slip(
        passage: "  timeWeight: 40\n", replacement: "  timeWeight: 50\n",
        said: "15: routing.timeWeight: the weights make 110; let them make 100"),
    Slip(
        passage: "      first: {grams: 500, fen: 3800}", replacement: "      first: {grams: 500, fen: 38.00}",
        said: "32: fees.cards[0].first.fen: `38.00` is not possible; "
            + "write a whole number of fen, hundredths of a yuan, from 0 to 1000000"),
    Slip(
        passage: "    - id: winit-standard\n      clause: Firstmile R28",
        replacement:
            "    - id: cainiao-standard\n      clause: Firstmile R28",
        said: "7: fees.cards[1]: overlaps a card `cainiao-standard` above; "
            + "end one with `until` where the next begins"),
    Slip(
        passage: "{goods: magnetic, fen: 260,", replacement: "{goods: magnetic, fen: 900,",
        said: "32: fees.surcharges.rows[2].fen: `900` is outside the source's range; write 180 to 860 fen"),
    Slip(
        passage: "reading: each-of-first", replacement: "reading: each",
        said: "14: fees.coupon.reading: `each` is unknown; one of each-of-first, first-only, off"),
    Slip(
        passage: "accepts: [battery, magnetic]", replacement: "accepts: [batteries, magnetic]",
        said: "15: lines[1].accepts[0]: `batteries` is unknown; did you mean `battery`?"),
]
