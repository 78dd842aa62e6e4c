import Foundation
import Testing
import ZeroMQ

/// Polls, wake-ups, shutting down, and the thread that does them.
@Suite(.timeLimit(.minutes(10)))
struct WaitingTests {
    @Test func `a wake-up from another thread ends a poll`() throws {
        let wakeUp = try WakeUp()
        let poller = Poller()
        let entry = poller.add(wakeUp)
        #expect(try poller.wait(atMost: 0) == 0)
        let thread = DedicatedThread(name: "ringer")
        thread.run { wakeUp.signal() }
        #expect(try poller.wait(atMost: 10_000) == 1)
        #expect(poller.isReadable(entry))
        wakeUp.drain()
        #expect(try poller.wait(atMost: 0) == 0)
        #expect(!poller.isReadable(entry))
    }

    @Test func `many signals are one wake-up, and none after a drain is lost`() throws {
        let wakeUp = try WakeUp()
        let poller = Poller()
        _ = poller.add(wakeUp)
        for _ in 0..<1_000 {
            for _ in 0..<10 { wakeUp.signal() }
            #expect(try poller.wait(atMost: 0) == 1)
            wakeUp.drain()
            #expect(try poller.wait(atMost: 0) == 0)
        }
    }

    @Test func `the poll tells the ready socket from the quiet one, and a paused one stays quiet`() throws {
        let context = try Context()
        let quiet = try Socket.bound(.pull, in: context)
        let busy = try Socket.bound(.pull, in: context)
        let push = try Socket.connected(.push, to: busy.lastEndpoint, in: context)
        let poller = Poller()
        let entries = (poller.add(quiet), poller.add(busy), poller.add(push, for: []))
        try push.send(bytes("x"))
        #expect(try poller.wait(atMost: 5_000) == 1)
        #expect(!poller.isReadable(entries.0))
        #expect(poller.isReadable(entries.1))
        poller.watch(entries.1, for: [])
        #expect(try poller.wait(atMost: 20) == 0)
        poller.watch(entries.2, for: .writable)
        #expect(try poller.wait(atMost: 5_000) == 1)
        #expect(poller.isWritable(entries.2))
    }

    @Test func `shutting the context down ends a wait on another thread`() async throws {
        let context = try Context()
        let error = await withCheckedContinuation { (answer: CheckedContinuation<ZeroMQError?, Never>) in
            let thread = DedicatedThread(name: "waiter")
            thread.run {
                do throws(ZeroMQError) {
                    let socket = try Socket.bound(.pull, in: context)
                    let poller = Poller()
                    _ = poller.add(socket)
                    DedicatedThread(name: "stopper").run { context.shutdown() }
                    _ = try poller.wait(atMost: 30_000)
                    answer.resume(returning: nil)
                } catch { answer.resume(returning: error) }
            }
        }
        #expect(error?.isShutdown == true)
        #expect(error?.operation == .poll)
    }

    @Test func `an address in use is named, with what to do`() throws {
        let context = try Context()
        let first = try Socket.bound(.router, in: context)
        let endpoint = try first.lastEndpoint
        let second = try Socket(.router, in: context)
        let error = try #require(throws: ZeroMQError.self) { try second.bind(to: endpoint) }
        #expect(error.isAddressInUse)
        #expect(error.endpoint == endpoint)
        #expect(error.operation == .bind)
        #expect(error.description.hasPrefix("bind \(endpoint): Address already in use (another socket"))
        try first.unbind(from: endpoint)
        // The listener closes in libzmq's own thread: a moment may pass.
        var isBound = false
        for _ in 0..<200 where !isBound {
            isBound = (try? second.bind(to: endpoint)) != nil
            if !isBound { usleep(10_000) }
        }
        #expect(isBound)
    }

    @Test(arguments: [
        ("tcp://127.0.0.1", "looks like tcp://"), ("carrier-pigeon://x", "transport"),
        ("tcp://203.0.113.7:7701", "ip address"),
    ])
    func `an endpoint that cannot be has a hint`(endpoint: String, hint: String) throws {
        let socket = try Socket(.router, in: Context())
        let error = try #require(throws: ZeroMQError.self) { try socket.bind(to: endpoint) }
        #expect(error.hint?.contains(hint) == true, "\(error)")
    }

    @Test func `every option is accepted by the library`() throws {
        let options = SocketOptions.with {
            $0.maxMessageSize = 1 << 20
            $0.sendHighWaterMark = 10
            $0.receiveHighWaterMark = 10
            $0.linger = .milliseconds(5)
            $0.heartbeatInterval = .seconds(5)
            $0.heartbeatTimeout = .seconds(15)
            $0.routerMandatory = true
            $0.routerHandover = true
            $0.handshakeInterval = .seconds(3)
            $0.reconnectInterval = .milliseconds(50)
            $0.ipv6 = true
            $0.backlog = 512
        }
        _ = try Socket(.router, in: Context(), options: options)
        let error = #expect(throws: ZeroMQError.self) {
            _ = try Socket(.router, in: Context(), options: .with { $0.heartbeatInterval = .seconds(-1) })
        }
        #expect(error?.operation == .configure(option: "HEARTBEAT_IVL"))
    }

    @Test func `the library that runs is the one that was measured`() {
        #expect(Context.libraryVersion.hasPrefix("4."))
    }
}
