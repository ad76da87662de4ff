import Foundation
import Testing

@testable import SupportDesk

@Suite struct ProcessorPaceTests {
    private let some = (0..<4).map { _ in ID<Conversation>(UUID()) }

    @Test func `it claims as many as there is room for`() {
        var pace = ProcessorPace()
        let first = pace.next(width: 4)
        pace.claimed(some, of: 4, hasSuspects: false)
        let full = pace.next(width: 4)
        pace.finishedRun(some[0])
        let room = pace.next(width: 4)

        #expect(first == .claim(upTo: 4))
        #expect(full == .wait)
        #expect(room == .claim(upTo: 1))
    }

    @Test func `a queue that gave less than it was asked for is empty until a wake-up`() {
        var pace = ProcessorPace()
        _ = pace.next(width: 4)
        pace.claimed([some[0]], of: 4, hasSuspects: false)
        let empty = pace.next(width: 4)
        pace.woken()
        let again = pace.next(width: 4)

        #expect(empty == .wait)
        #expect(again == .claim(upTo: 3))
    }

    @Test func `a wake-up while the queue is looked at is remembered`() {
        var pace = ProcessorPace()
        _ = pace.next(width: 4)
        pace.woken()
        pace.claimed([], of: 4, hasSuspects: false)

        let next = pace.next(width: 4)

        #expect(next == .claim(upTo: 4))
    }

    @Test func `a claim that failed is not repeated before a wake-up`() {
        var pace = ProcessorPace()
        _ = pace.next(width: 4)
        pace.claimFailed()
        let next = pace.next(width: 4)
        pace.woken()

        #expect(next == .wait)
        #expect(pace.next(width: 4) == .claim(upTo: 4))
    }

    @Test func `a claim that failed may have been stored, until what is held unknown was released`() {
        var pace = ProcessorPace()
        pace.claimed([some[0], some[1]], of: 4, hasSuspects: false)
        pace.finishedRun(some[0])
        let before = pace.mayHoldUnknown
        pace.claimFailed()
        let after = (pace.mayHoldUnknown, pace.conversations)
        pace.releasedUnknown()

        #expect(!before)
        #expect(after == (true, [some[1]]))
        #expect(!pace.mayHoldUnknown)
    }

    @Test func `a suspect waits until nothing runs, and others wait for it`() {
        var pace = ProcessorPace()
        _ = pace.next(width: 4)
        pace.claimed([some[0]], of: 4, hasSuspects: true)
        pace.woken()
        let beside = pace.next(width: 4)
        pace.finishedRun(some[0])
        let alone = pace.next(width: 4)
        pace.suspectDone()
        let others = pace.next(width: 4)

        #expect(beside == .wait)
        #expect(alone == .claimSuspect)
        #expect(others == .claim(upTo: 4))
    }

    @Test func `once drained it waits for the last run and takes no more`() {
        var pace = ProcessorPace()
        _ = pace.next(width: 4)
        pace.claimed([some[0]], of: 4, hasSuspects: true)
        pace.isDraining = true
        let running = pace.next(width: 4)
        pace.finishedRun(some[0])

        #expect(running == .wait)
        #expect(pace.next(width: 4) == .finished)
    }
}
