package llmrouter.upstream;

import java.util.concurrent.Executor;

import llmrouter.upstream.connection.ClientPool;
import llmrouter.upstream.connection.HostAddresses;
import llmrouter.upstream.connection.SleepWatch;
import llmrouter.upstream.proxy.ClientKind;

/// What all calls share in order to be sent. Thread-safe.
///
/// @param threads virtual threads
record Connections(ClientPool<ClientKind> pool, HostAddresses addresses, SleepWatch watch, CallRoutes routes,
        Executor threads) {
    /// How often the machine has slept until now, as far as was noticed.
    int sleeps() {
        current();
        return watch.jumps();
    }

    /// The clients for a new call. If the machine has slept, these are new ones, and names are looked up again.
    ClientPool.Generation<ClientKind> current() {
        ClientPool.Generation<ClientKind> current = pool.current();
        if (routes.tls().renewed()) pool.drop(current); // connections with the old certificate
        if (!watch.jumped()) return pool.current();
        pool.drop(current);
        addresses.forget();
        return pool.current();
    }
}
