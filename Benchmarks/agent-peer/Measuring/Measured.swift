import Formats
import Foundation
import LanguageModels

/// The figures of one measurement, as every peer prints them.
struct Measured {
    let arguments: PeerArguments
    let modelCalls: Int
    /// Sorted.
    let durations: [Duration]
    let wall: Double
    let cpu: Double
    let spans: Int
    let importMemory: Double
    let warmMemory: Double

    var json: JSONValue {
        let runs = Double(arguments.runs)
        return [
            "peer": "fte", "scenario": .string(arguments.scenario), "wire": .string(arguments.wire.rawValue),
            "stream": .bool(arguments.streams), "session": .string(arguments.session.rawValue),
            "tracing": .string(arguments.tracing.rawValue), "model": .string(arguments.model.rawValue),
            "mcp": "none", "concurrency": .integer(Int64(arguments.concurrency)),
            "preload": .integer(Int64(arguments.preload)), "runs": .integer(Int64(arguments.runs)),
            "model_calls_per_run": .integer(Int64(modelCalls)), "wall_s": figure(wall, 4), "cpu_s": figure(cpu, 4),
            "runs_per_s": figure(runs / wall, 2), "runs_per_cpu_s": figure(runs / cpu, 2),
            "cpu_ms_per_run": figure(cpu / runs * 1_000, 4), "wall_ms_per_run": figure(wall / runs * 1_000, 4),
            "p50_ms": milliseconds(0.5), "p95_ms": milliseconds(0.95), "p99_ms": milliseconds(0.99),
            "spans_per_run": figure(Double(spans) / runs, 2), "rss_import_mb": figure(importMemory, 1),
            "rss_warm_mb": figure(warmMemory, 1), "rss_end_mb": figure(ProcessMeter.memory, 1),
            "rss_peak_mb": figure(ProcessMeter.peakMemory, 1),
        ]
    }

    private func milliseconds(_ part: Double) -> JSONValue {
        guard !durations.isEmpty else { return .null }
        let index = min(durations.count - 1, Int(part * Double(durations.count)))
        return figure(durations[index] / .milliseconds(1), 3)
    }

    private func figure(_ value: Double, _ places: Int) -> JSONValue { .number(value.rounded(places: places)) }
}
