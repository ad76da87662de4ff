import Telemetry
import Testing

@Suite struct MetricsTests {
    private let metrics = Metrics()

    @Test func `metrics are written as Prometheus text, ordered by name and labels`() {
        let answers = metrics.counters("fte_answers_total", help: "Answers given.", labels: ["channel", "outcome"])
        answers["web_form", "sent"].increment()
        answers["email", "sent"].increment(by: 2)
        metrics.counter("fte_cost_total", help: "Money.").add(0.25)
        metrics.gauge("fte_active", help: "At work.").set(-1.5)
        metrics.gauge("fte_queue", help: "Waiting.") { 7 }
        metrics.gauges("fte_state", help: "By state.", labels: ["state"]) {
            [MetricSample(["open"], 2), MetricSample(["no", "match"], 3)]
        }
        let seconds = metrics.histogram("fte_seconds", help: "How long.", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 3] { seconds.observe(value) }

        let text = metrics.prometheusText()

        #expect(
            text == """
                # HELP fte_active At work.
                # TYPE fte_active gauge
                fte_active -1.5
                # HELP fte_answers_total Answers given.
                # TYPE fte_answers_total counter
                fte_answers_total{channel="email",outcome="sent"} 2
                fte_answers_total{channel="web_form",outcome="sent"} 1
                # HELP fte_cost_total Money.
                # TYPE fte_cost_total counter
                fte_cost_total 0.25
                # HELP fte_queue Waiting.
                # TYPE fte_queue gauge
                fte_queue 7
                # HELP fte_seconds How long.
                # TYPE fte_seconds histogram
                fte_seconds_bucket{le="0.1"} 2
                fte_seconds_bucket{le="1"} 3
                fte_seconds_bucket{le="+Inf"} 4
                fte_seconds_sum 3.65
                fte_seconds_count 4
                # HELP fte_state By state.
                # TYPE fte_state gauge
                fte_state{state="open"} 2

                """)
    }

    @Test func `help and label values are escaped`() {
        let family = metrics.counters("c_total", help: "A \\ and\na \"quote\"", labels: ["l"])
        family["a\\b\n\"c\""].increment()

        let text = metrics.prometheusText()

        #expect(text.contains("# HELP c_total A \\\\ and\\na \"quote\"\n"))
        #expect(text.contains(#"c_total{l="a\\b\n\"c\""} 1"#))
    }

    @Test func `series past the limit share one`() {
        let family = metrics.counters("c_total", help: "C.", labels: ["a", "b"], seriesLimit: 3)
        for number in 0..<1000 { family["\(number)", "x"].increment() }
        family["1", "x"].increment()

        let lines = metrics.prometheusText().split(separator: "\n").filter { !$0.hasPrefix("#") }

        #expect(
            lines == [
                #"c_total{a="0",b="x"} 1"#, #"c_total{a="1",b="x"} 2"#, #"c_total{a="2",b="x"} 1"#,
                #"c_total{a="overflow",b="overflow"} 997"#,
            ])
    }

    @Test func `a metric made twice is the same one`() {
        metrics.counter("c_total", help: "C.").increment()
        metrics.counter("c_total", help: "C.").increment()

        #expect(metrics.counter("c_total", help: "C.").value == 2)
    }

    @Test(arguments: [
        (Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (0, "0"), (-0.0, "0"), (1e300, "1e+300"),
        (12_345_678, "12345678"), (0.1, "0.1"),
    ])
    func `numbers are written as Prometheus reads them`(value: Double, expected: String) {
        metrics.gauge("g", help: "G.").set(value)

        #expect(metrics.prometheusText().hasSuffix("\ng \(expected)\n"))
    }

    @Test func `a histogram keeps durations in seconds and leaves out what is no number`() {
        let histogram = metrics.histogram("h", help: "H.", bounds: [1, 2])
        histogram.observe(.milliseconds(1500))
        histogram.observe(.nan)
        histogram.observe(-5)
        histogram.observe(.infinity)

        #expect(histogram.snapshot.counts == [1, 1, 1])
    }

    @Test func `threads that count at once lose nothing`() async {
        let family = metrics.counters("c_total", help: "C.", labels: ["l"])
        let gauge = metrics.gauge("g", help: "G.")
        let histogram = metrics.histogram("h", help: "H.", bounds: [1])
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        family["\(thread % 2)"].increment()
                        family["x"].add(0.5)
                        gauge.increment()
                        histogram.observe(0.5)
                    }
                }
            }
            group.addTask { for _ in 0..<50 { _ = metrics.prometheusText() } }
        }

        #expect(family["0"].value == 4000)
        #expect(family["x"].value == 4000)
        #expect(gauge.value == 8000)
        #expect(histogram.snapshot.counts == [8000, 0])
        #expect(histogram.snapshot.sum == 4000)
    }

    @Test func `the process's own figures have the standard names`() {
        metrics.addProcessMetrics()

        let text = metrics.prometheusText()
        let usage = ProcessUsage.current()

        for name in [
            "process_cpu_seconds_total", "process_open_fds", "process_max_fds", "process_resident_memory_bytes",
            "process_virtual_memory_bytes", "process_start_time_seconds",
        ] {
            #expect(text.contains("\n\(name) "))
        }
        #expect(usage.residentBytes > 1_000_000 && usage.residentBytes < usage.virtualBytes)
        #expect(usage.openDescriptors >= 3 && usage.openDescriptors <= usage.maxDescriptors)
        #expect(usage.cpuSeconds > 0)
        #expect(usage.startTime > 1_700_000_000)
    }

    @Test func `a malformed name is a mistake that stops the program`() async {
        await #expect(processExitsWith: .failure) { _ = Metrics().counter("no-dashes", help: "") }
        await #expect(processExitsWith: .failure) { _ = Metrics().counters("c", help: "", labels: ["__own"]) }
        await #expect(processExitsWith: .failure) {
            let metrics = Metrics()
            _ = metrics.counter("c", help: "")
            _ = metrics.gauge("c", help: "")
        }
    }
}
