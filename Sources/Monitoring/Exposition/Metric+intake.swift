/// Who publishes, and what was decided.
extension Metric {
    static let intakeListening = Metric(
        "firstmile_intake_listening", .gauge, [], "1 while publishers can connect.")
    static let intakeEvents = Metric(
        "firstmile_intake_events_total", .counter, ["type"], "Facts recorded, by type of event.")
    static let intakeDuplicates = Metric(
        "firstmile_intake_duplicates_total", .counter, [],
        "Events that had been recorded before: answered, and not recorded again.")
    static let intakeRefusals = Metric(
        "firstmile_intake_refusals_total", .counter, ["reason"], "Events refused, by code of the refusal.")
    static let intakeRequests = Metric(
        "firstmile_intake_requests_total", .counter, [], "Requests taken.")
    static let intakeRequestBytes = Metric(
        "firstmile_intake_request_bytes_total", .counter, [], "Bytes of those requests.")
    static let intakeRequestEvents = Metric(
        "firstmile_intake_request_events", .histogram, [], "Events in a request: the batches of publishers.")
    static let intakeReplySeconds = Metric(
        "firstmile_intake_reply_seconds", .histogram, [],
        "Time from taking a request to handing its reply over, which is after the sync.")
    static let intakeProblems = Metric(
        "firstmile_intake_problems_total", .counter, ["code"], "Whole requests turned away, by code.")
    static let intakeHangUps = Metric(
        "firstmile_intake_hang_ups_total", .counter, [],
        "Publishers hung up on because they sent far more than their window.")
    static let intakeRepliesDropped = Metric(
        "firstmile_intake_replies_dropped_total", .counter, [],
        "Replies dropped because their peer takes none.")
    static let intakeConnections = Metric(
        "firstmile_intake_connections", .gauge, [], "Publishers connected.")
    static let intakeBusyConnections = Metric(
        "firstmile_intake_busy_connections", .gauge, [],
        "Connections that have used up their credit and are answered busy.")
    static let intakeQueueRequests = Metric(
        "firstmile_intake_queue_requests", .gauge, [], "Requests that wait their turn.")
    static let intakeQueueBytes = Metric(
        "firstmile_intake_queue_bytes", .gauge, [], "Bytes of the requests that wait their turn.")
    static let intakeFillingBytes = Metric(
        "firstmile_intake_filling_bytes", .gauge, [],
        "Records that wait in memory for the commit under way.")
    static let intakeReplyBytes = Metric(
        "firstmile_intake_waiting_reply_bytes", .gauge, [], "Replies that wait for the disk.")
    static let openOrders = Metric(
        "firstmile_gate_open_orders", .gauge, [], "Orders that the gate holds in memory.")
    static let orderBytes = Metric("firstmile_gate_order_bytes", .gauge, [], "Memory of those orders.")
    static let overdue = Metric(
        "firstmile_gate_overdue_seconds", .gauge, [],
        "How late the oldest deadline is that has passed and was not judged; 0 when none is.")

    static let decisions = Metric(
        "firstmile_decisions_total", .counter, ["type"], "Decisions recorded, by type of event.")
    static let verdicts = Metric(
        "firstmile_verdicts_total", .counter, ["verdict"], "Verdicts given by the check.")
    static let findings = Metric(
        "firstmile_findings_total", .counter, ["code", "severity"],
        "Findings of the check, by code and severity.")
    static let deadlinesOpen = Metric(
        "firstmile_deadlines_open", .gauge, ["within"],
        "Orders without an accepted number whose upload deadline lies within that time from now.")
    static let deadlinesMissed = Metric(
        "firstmile_deadlines_missed_total", .counter, [],
        "Upload deadlines that passed without an accepted number (R22).")
    static let deadlinesWithdrawn = Metric(
        "firstmile_deadlines_withdrawn_total", .counter, [],
        "Missed deadlines taken back because a late fact showed the upload had been in time (R23).")

    static let quarantineBytes = Metric(
        "firstmile_quarantine_bytes", .gauge, [], "Size of what was refused and is kept.")
    static let quarantineLimit = Metric(
        "firstmile_quarantine_limit_bytes", .gauge, [], "The size from which on the oldest entries go.")
    static let quarantineKept = Metric(
        "firstmile_quarantine_kept_total", .counter, [], "Refused events that were kept.")
    static let quarantineDropped = Metric(
        "firstmile_quarantine_dropped_total", .counter, [],
        "Entries dropped for want of room or because of their age.")
    static let quarantineNotKept = Metric(
        "firstmile_quarantine_not_kept_total", .counter, [], "Refused events that could not be kept.")

    static let intake = [
        intakeListening, intakeEvents, intakeDuplicates, intakeRefusals, intakeRequests, intakeRequestBytes,
        intakeRequestEvents, intakeReplySeconds, intakeProblems, intakeHangUps, intakeRepliesDropped,
        intakeConnections, intakeBusyConnections, intakeQueueRequests, intakeQueueBytes, intakeFillingBytes,
        intakeReplyBytes, openOrders, orderBytes, overdue, decisions, verdicts, findings, deadlinesOpen,
        deadlinesMissed, deadlinesWithdrawn, quarantineBytes, quarantineLimit, quarantineKept,
        quarantineDropped, quarantineNotKept,
    ]
}
