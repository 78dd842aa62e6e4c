/// The log, and the disk it lies on.
extension Metric {
    static let buildInfo = Metric(
        "firstmile_build_info", .gauge, ["version"], "Always 1; the label says which version runs.")
    static let ready = Metric(
        "firstmile_ready", .gauge, [], "1 when everything that /health/ready asks for is well, else 0.")

    static let logNextPosition = Metric(
        "firstmile_log_next_position", .gauge, [], "Position that the next record gets.")
    static let logDurablePosition = Metric(
        "firstmile_log_durable_position", .gauge, [], "Positions below this one are on the disk.")
    static let logFailed = Metric(
        "firstmile_log_failed", .gauge, [],
        "1 when a write or a sync failed: the log takes nothing more and the daemon ends.")
    static let logFull = Metric(
        "firstmile_log_full", .gauge, [], "1 while the disk has no room for new records.")
    static let logRecords = Metric(
        "firstmile_log_records_total", .counter, [], "Records made durable, facts and decisions.")
    static let logBytes = Metric(
        "firstmile_log_written_bytes_total", .counter, [], "Bytes written to the log, with frame headers.")
    static let logSegments = Metric(
        "firstmile_log_segments_total", .counter, [], "Segments of the log begun.")
    static let logCommitSeconds = Metric(
        "firstmile_log_commit_seconds", .histogram, [],
        "Time to make a frame durable: write, sync, and a new segment where one is due.")
    static let logSyncSeconds = Metric(
        "firstmile_log_sync_seconds", .histogram, [], "Time of the fdatasync in a commit alone.")
    static let logCommitRecords = Metric(
        "firstmile_log_commit_records", .histogram, [], "Records in a commit.")

    static let diskSize = Metric(
        "firstmile_disk_size_bytes", .gauge, [], "Size of the file system that holds the data directory.")
    static let diskFree = Metric(
        "firstmile_disk_free_bytes", .gauge, [], "Room left on that file system for this user.")
    static let diskUsed = Metric(
        "firstmile_disk_used_bytes", .gauge, ["part"],
        "Bytes on disk of each part of the data directory: log, views, state, other.")

    static let checkpoints = Metric(
        "firstmile_checkpoints_total", .counter, ["result"],
        "Checkpoints of the gate's state that were tried: written or failed.")
    static let checkpointPosition = Metric(
        "firstmile_checkpoint_position", .gauge, [],
        "Where the last checkpoint ends; 0 until one is written after the start.")
    static let checkpointBytes = Metric(
        "firstmile_checkpoint_bytes", .gauge, [], "Size of the last checkpoint.")

    static let log = [
        buildInfo, ready, logNextPosition, logDurablePosition, logFailed, logFull, logRecords, logBytes,
        logSegments, logCommitSeconds, logSyncSeconds, logCommitRecords, diskSize, diskFree, diskUsed,
        checkpoints, checkpointPosition, checkpointBytes,
    ]
}
