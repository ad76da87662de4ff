/// The events of a run on its way, for one reader. The last is ``RunEvent/finished(_:)``, however the run ends.
///
/// The run goes on only as fast as its events are read. A reader whose task is cancelled cancels the run, and may read
/// on to its end. Letting go of the stream, or leaving a loop over it, cancels the run too; nobody is told of its end
/// then.
package struct RunStream<D: Domain>: AsyncSequence, Sendable {
    package typealias Element = RunEvent<D>

    /// Cancels the run when the last of the stream and its iterators goes.
    fileprivate final class Hold: Sendable {
        let channel: EventChannel<RunEvent<D>>
        let run: Task<Void, Never>

        init(_ channel: EventChannel<RunEvent<D>>, _ run: Task<Void, Never>) {
            self.channel = channel
            self.run = run
        }

        deinit {
            run.cancel()
            channel.finish()
        }
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let hold: Hold

        package func next() async -> RunEvent<D>? {
            await withTaskCancellationHandler {
                await hold.channel.next()
            } onCancel: {
                hold.run.cancel()
            }
        }

        package func next(isolation actor: isolated (any Actor)?) async -> RunEvent<D>? { await next() }
    }

    private let hold: Hold

    fileprivate init(
        capacity: Int, _ carryOut: @escaping @Sendable (any RunHooks) async -> RunResult<D>
    ) {
        let channel = EventChannel<RunEvent<D>>(capacity: capacity)
        hold = Hold(
            channel,
            Task {
                let result = await carryOut(EventHooks(channel: channel))
                await channel.send(.finished(result))
                channel.finish()
            })
    }

    package func makeAsyncIterator() -> Iterator { Iterator(hold: hold) }
}

extension Runner {
    /// As ``run(_:input:session:trace:settings:hooks:journal:resuming:)``, told as it happens.
    ///
    /// - Parameter bufferedEvents: how far the run may be ahead of its reader.
    package static func stream<D: Domain>(
        _ team: AgentTeam<D>,
        input: [InputMessage],
        session: Session<D>,
        trace: Trace,
        settings: RunSettings = RunSettings(),
        journal: (any RunJournal<D>)? = nil,
        resuming steps: [JournalEntry<D>] = [],
        bufferedEvents: Int = 16
    ) -> RunStream<D> {
        RunStream(capacity: bufferedEvents) { hooks in
            await run(
                team, input: input, session: session, trace: trace, settings: settings, hooks: hooks, journal: journal,
                resuming: steps)
        }
    }
}
