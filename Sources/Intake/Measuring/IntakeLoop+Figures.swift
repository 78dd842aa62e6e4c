import EventLog
import Vocabulary

extension IntakeLoop {
    /// What was counted, and how things stand.
    var figures: IntakeFigures {
        var figures = handler.figures
        figures.recorded = path.figures
        figures.isListening = true
        (figures.openOrders, figures.orderBytes) = (path.openOrders, path.orderBytes)
        figures.nextAlarm = path.nextAlarm?.nanoseconds
        figures.fillingBytes = log.fillingBytes
        figures.waitingReplyBytes = handler.replies.byteCount + handler.express.byteCount
        figures.parkedBytes = doors.turns.parkedBytes
        (figures.connections, figures.parkedRequests, figures.busyConnections) = doors.standing
        figures.next = log.next
        return figures
    }
}

extension Doors {
    /// Connections that are there, requests of them that wait, and how many have used up their window.
    fileprivate var standing: (connections: Int, waiting: Int, busy: Int) {
        var (waiting, busy) = (0, 0)
        for connection in connections {
            waiting += connection.parkedRequests
            if connection.parkedBytes >= credit.windowBytes
                || connection.parkedRequests >= credit.windowRequests
            {
                busy += 1
            }
        }
        return (peers.count, waiting, busy)
    }
}
