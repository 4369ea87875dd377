package llmrouter.cli.hosting;

import java.util.function.Supplier;

import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.api.ApiLimits;
import llmrouter.deploy.steps.LiveLimits;

/// What the commands work with beside the command line; tests have other parts.
///
/// @param modules of the Worker; it gives null if this program has none
/// @param calls   how long a call of the API may take
/// @param live    how long the live gateway is waited for
record HostingParts(Supplier<WorkerModules> modules, ApiLimits calls, LiveLimits live) {
    static final HostingParts USUAL =
        new HostingParts(WorkerModules::ofThisProgram, ApiLimits.USUAL, LiveLimits.USUAL);
}
