import ArgumentParser
import EventLog
import Explaining
import Foundation
import Views

extension Log {
    /// `firstmile log backup`
    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the log elsewhere, beside the running daemon; again: only what is new.",
            discussion: """
                The backup is a log of its own, sealed segments packed, up to a commit that is proven to be on the disk.
                What is copied is read again before it counts. Views need no backup: they are made from the log. Tokens,
                the places of consumers and webhooks, and what was refused lie beside the log, as they stood just before.

                  firstmile log backup /mnt/backup --data /var/lib/firstmile
                  firstmile log verify --data /mnt/backup
                """)

        @Argument(help: ArgumentHelp("Where the backup lies or will lie.", valueName: "DIR"))
        var backup: String

        @OptionGroup var source: DataOption

        func run() throws {
            let here = try source.directory()
            let log = try Disk(here.log)
            let there = DataDirectory(path: backup)
            try FileManager.default.createDirectory(atPath: there.log, withIntermediateDirectories: true)
            // Before the log, so that no place in them is beyond its end.
            try Self.copyOthers(from: here, to: there)
            let progress = Progress("backing up", of: nil, unit: "segments")
            defer { progress.end() }
            do throws(LogError) {
                let report = try LogBackup(from: log, to: Disk(there.log)).run { done, _ in
                    progress.reached(UInt64(done))
                }
                progress.end()
                Terminal.print(
                    "\(backup) holds all records before position \(report.end): "
                        + "\(report.copiedSegments) segments and \(Figures.bytes(UInt64(report.copiedBytes))) copied, "
                        + "\(report.keptSegments) there already")
            } catch {
                throw Log.failed(error)
            }
        }

        /// What cannot be made from the log.
        private static func copyOthers(from here: DataDirectory, to there: DataDirectory) throws {
            let files = FileManager.default
            for (file, copy) in zip(here.databases, there.databases) where files.fileExists(atPath: file) {
                try DatabaseCopy.make(of: file, at: copy)
            }
            // Written anew as a whole, and for its owner only.
            guard files.fileExists(atPath: here.tokens) else { return }
            let partial = "\(there.tokens).partial"
            try? files.removeItem(atPath: partial)
            try files.copyItem(atPath: here.tokens, toPath: partial)
            try? files.removeItem(atPath: there.tokens)
            try files.moveItem(atPath: partial, toPath: there.tokens)
        }
    }

    /// `firstmile log restore`
    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a log from a backup, where there is none.",
            discussion: """
                Views of an older log must go: they are made anew. What was recorded after the backup is not in it; let
                publishers send that again, what is there already is answered `duplicate`.

                  firstmile log restore /mnt/backup /var/lib/firstmile
                """)

        @Argument(help: ArgumentHelp("A backup made by `log backup`.", valueName: "BACKUP"))
        var backup: String

        @Argument(help: ArgumentHelp("The data directory to be; without a log.", valueName: "DATA"))
        var data: String

        func run() throws {
            let from = DataDirectory(path: backup)
            guard from.exists else { throw NoData(path: backup) }
            let to = DataDirectory(path: data)
            let views = (try? FileManager.default.contentsOfDirectory(atPath: to.views)) ?? []
            guard views.isEmpty else {
                throw ValidationError("\(to.views) holds views of another log: move them away first")
            }
            try FileManager.default.createDirectory(atPath: to.log, withIntermediateDirectories: true)
            let progress = Progress("restoring", of: nil, unit: "segments")
            defer { progress.end() }
            let report: LogVerifier.Report
            do throws(LogError) {
                report = try LogRestore(from: Disk(from.log), to: Disk(to.log)).run { done, _ in
                    progress.reached(UInt64(done))
                }
            } catch {
                throw Log.failed(error)
            }
            progress.end()
            Verify.tell(report)
            if !report.isWhole { throw ExitCode.damaged }
        }
    }

    /// `firstmile log repair`
    struct Repair: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put damaged segments right with those of a backup. The daemon must be stopped.",
            discussion: """
                A segment of the backup is taken only when the segments beside it prove that it is the very one. Damaged
                files are kept beside the log as damaged-N-NAME. Ends with 70 when damage is left.

                  firstmile log repair --from /mnt/backup --data /var/lib/firstmile
                """)

        @Option(help: ArgumentHelp("A backup made by `log backup`.", valueName: "BACKUP"))
        var from: String

        @OptionGroup var source: DataOption

        func run() throws {
            let backup = DataDirectory(path: from)
            guard backup.exists else { throw NoData(path: from) }
            let log = try source.directory().log
            var bar: Progress?
            defer { bar?.end() }
            let report: LogRepair.Report
            do throws(LogError) {
                report = try LogRepair(Disk(log), from: Disk(backup.log)).run { step in
                    let shown = bar ?? Progress("verifying", of: UInt64(step.totalBytes), unit: "bytes")
                    bar = shown
                    shown.reached(UInt64(step.doneBytes))
                }
            } catch {
                throw Log.failed(error)
            }
            bar?.end()
            for (damage, keptAs) in report.mended {
                Terminal.print(
                    Style.good("mended") + ": \(damage.problem)"
                        + (keptAs.map { "; the damaged file is kept as \($0)" } ?? ""))
            }
            for (damage, reason) in report.left {
                Terminal.print(Style.bad("left") + ": \(damage.problem); \(reason)")
            }
            Verify.tell(report.verified)
            if !report.verified.isWhole { throw ExitCode.damaged }
        }
    }

    /// Tells the error and ends with its code.
    static func failed(_ error: LogError) -> ExitCode {
        Terminal.tell("Error: \(error)")
        return error.exitCode
    }
}
