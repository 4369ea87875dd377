package llmrouter.upstream;

import java.util.concurrent.Executor;

import llmrouter.upstream.connection.ClientPool;
import llmrouter.upstream.connection.HostAddresses;
import llmrouter.upstream.connection.SleepWatch;

/// What all calls share in order to be sent. Thread-safe.
///
/// @param threads virtual threads
record Connections(ClientPool<Long> pool, HostAddresses addresses, SleepWatch watch, ProxyRoute proxies,
        Executor threads) {
    /// How often the machine has slept until now, as far as was noticed.
    int sleeps() {
        current();
        return watch.jumps();
    }

    /// The clients for a new call. If the machine has slept, these are new ones, and names are looked up again.
    ClientPool.Generation<Long> current() {
        ClientPool.Generation<Long> current = pool.current();
        if (!watch.jumped()) return current;
        pool.drop(current);
        addresses.forget();
        return pool.current();
    }
}
