/// Views, consumers, webhooks and the process.
extension Metric {
    static let viewLagSeconds = Metric(
        "firstmile_view_lag_seconds", .gauge, ["view"],
        "How long the oldest record has waited that the view has not applied; 0 when none has.")
    static let viewLagEvents = Metric(
        "firstmile_view_lag_events", .gauge, ["view"], "Durable records that the view has not applied.")
    static let viewPosition = Metric(
        "firstmile_view_position", .gauge, ["view"], "Position up to which the view has applied the log.")
    static let viewRunning = Metric(
        "firstmile_view_running", .gauge, ["view"], "1 while the view follows the log or is being rebuilt.")
    static let viewRebuilding = Metric(
        "firstmile_view_rebuilding", .gauge, ["view"], "1 while the view is folded from the beginning.")
    static let viewParked = Metric(
        "firstmile_view_parked_records", .gauge, ["view"],
        "Records that could not be applied and are set aside with their reason.")

    static let feedListening = Metric(
        "firstmile_feed_listening", .gauge, [], "1 while consumers can connect.")
    static let feedRequests = Metric(
        "firstmile_feed_requests_total", .counter, ["verb"], "Requests of consumers, by verb.")
    static let feedProblems = Metric(
        "firstmile_feed_problems_total", .counter, ["code"], "Requests of consumers turned away, by code.")
    static let feedEvents = Metric("firstmile_feed_events_total", .counter, [], "Events given to consumers.")
    static let feedBytes = Metric("firstmile_feed_bytes_total", .counter, [], "Bytes of those events.")
    static let feedHangUps = Metric(
        "firstmile_feed_hang_ups_total", .counter, [], "Consumers hung up on because they sent no requests.")
    static let feedConnections = Metric("firstmile_feed_connections", .gauge, [], "Consumers connected.")
    static let feedWaiting = Metric(
        "firstmile_feed_waiting_fetches", .gauge, [], "Fetches that wait at the end of the log.")
    static let feedUntaken = Metric(
        "firstmile_feed_untaken_bytes", .gauge, [], "Replies that consumers have not taken.")
    static let consumerPosition = Metric(
        "firstmile_consumer_position", .gauge, ["consumer"], "Everything before it the consumer has done.")
    static let consumerLag = Metric(
        "firstmile_consumer_lag_events", .gauge, ["consumer"], "Records that the consumer has not done.")
    static let consumerCommitted = Metric(
        "firstmile_consumer_last_commit_timestamp_seconds", .gauge, ["consumer"],
        "When the consumer stored its position last, in seconds since 1970.")
    static let consumerMembers = Metric(
        "firstmile_consumer_members", .gauge, ["consumer"], "Members that share the consumer's work.")

    static let webhookDeliveries = Metric(
        "firstmile_webhook_deliveries_total", .counter, ["webhook", "result"],
        "Attempts to deliver to a webhook: delivered, refused by its status, or failed on the way.")
    static let webhookSeconds = Metric(
        "firstmile_webhook_delivery_seconds", .histogram, ["webhook"], "Time of one attempt.")
    static let webhookFailing = Metric(
        "firstmile_webhook_failing_seconds", .gauge, ["webhook"],
        "How long the webhook's next event has been tried in vain; 0 while deliveries succeed.")
    static let webhookLag = Metric(
        "firstmile_webhook_lag_events", .gauge, ["webhook"],
        "Records of the log that were not looked through for the webhook.")

    static let residentMemory = Metric(
        "process_resident_memory_bytes", .gauge, [], "Memory that the process has in RAM.")
    static let virtualMemory = Metric(
        "process_virtual_memory_bytes", .gauge, [], "Address space of the process.")
    static let cpuSeconds = Metric(
        "process_cpu_seconds_total", .counter, [], "Processor time of the process, user and system.")
    static let openFiles = Metric("process_open_fds", .gauge, [], "Open file descriptors.")
    static let mostFiles = Metric("process_max_fds", .gauge, [], "How many there may be.")
    static let startTime = Metric(
        "process_start_time_seconds", .gauge, [], "When the process started, in seconds since 1970.")

    static let reading = [
        viewLagSeconds, viewLagEvents, viewPosition, viewRunning, viewRebuilding, viewParked, feedListening,
        feedRequests, feedProblems, feedEvents, feedBytes, feedHangUps, feedConnections, feedWaiting,
        feedUntaken, consumerPosition, consumerLag, consumerCommitted, consumerMembers,
    ]
    /// Counted by the parts themselves, through swift-metrics.
    static let library = [webhookDeliveries, webhookSeconds, webhookFailing, webhookLag]
    static let process = [residentMemory, virtualMemory, cpuSeconds, openFiles, mostFiles, startTime]

    /// Every family that a page can have, in its order: what `Schemas/metrics.md` lists.
    public static let all = log + intake + reading + library + process
}
