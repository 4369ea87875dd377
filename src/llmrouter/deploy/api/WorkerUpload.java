package llmrouter.deploy.api;

import java.util.List;

import llmrouter.deploy.WorkerModules;

/// What one upload of a Worker holds.
///
/// @param modules           of the Worker; the main module first
/// @param compatibilityDate e.g. `2026-01-01`
/// @param newClass          a class of Durable Objects that this upload adds, or null
/// @param migrationTag      the tag that the Worker has now, or null
/// @param cpuMs             limit of CPU time for a request, which only paid plans may set; null for that of the plan
public record WorkerUpload(WorkerModules modules, String compatibilityDate, List<String> compatibilityFlags,
        List<WorkerBinding> bindings, String newClass, String migrationTag, Integer cpuMs) {
    public WorkerUpload {
        compatibilityFlags = List.copyOf(compatibilityFlags);
        bindings = List.copyOf(bindings);
    }
}
