package llmrouter.cli.system;

import java.util.concurrent.TimeUnit;

import llmrouter.cli.Invocation;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.startup.ServiceState;
import llmrouter.startup.StartupError;
import llmrouter.startup.StartupService;

/// Whether the service has come up.
///
/// @param gateway that it runs, or null
/// @param problem why there is none, a clause; null if there is one
record ServiceArrival(Instance gateway, String problem) {
    private static final long LIMIT_MS = 20_000;
    private static final long LOOK_MS = 200;

    /// Waits until the service's gateway listens, or has failed.
    static ServiceArrival await(Invocation in, StartupService service) throws StartupError, InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
        while (true) {
            ServiceState state = service.state();
            Instance gateway = gateway(in, state);
            if (gateway != null) return new ServiceArrival(gateway, null);
            if (state.failed()) return new ServiceArrival(null, "it does not run: " + state.detail());
            if (System.nanoTime() > until) {
                return new ServiceArrival(null, "its gateway did not listen within " + LIMIT_MS / 1000 + " s ("
                    + state.detail() + ")");
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /// The gateway of a service; null if none listens.
    static Instance gateway(Invocation in, ServiceState state) {
        for (Instance gateway : Instances.in(in.shell().home(), in::say).running()) {
            if (state.pid() > 0 && isOrBegan(state.pid(), gateway.pid())) return gateway;
        }
        return null;
    }

    private static boolean isOrBegan(long main, long pid) {
        return main == pid || ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid)
            .orElse(0L) == main;
    }
}
