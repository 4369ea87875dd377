package llmrouter.upstream.connection;

import java.net.InetAddress;
import java.util.function.Supplier;

/// The address that one call connects to. The JDK's HTTP client connects to the first address that the resolver of
/// this process returns for a name, and does not try another. So the call states its choice in a scoped value, and
/// [AddressProvider] answers the client's look-up with it. The name stays in the request, in SNI and in the check of
/// the certificate.
///
/// @param host    as in the request's URL
/// @param address of the host
public record ChosenAddress(String host, InetAddress address) {
    private static final ScopedValue<ChosenAddress> OF_THIS_CALL = ScopedValue.newInstance();

    /// The address that this thread's call has chosen for a host; null if it has chosen none.
    static InetAddress of(String host) {
        ChosenAddress chosen = OF_THIS_CALL.orElse(NONE);
        return chosen.host.equalsIgnoreCase(host) ? chosen.address : null;
    }

    private static final ChosenAddress NONE = new ChosenAddress("", null);

    /// Runs the start of a call with this choice. The client looks the name up before it returns ([ClientTasks]).
    public <T> T during(Supplier<T> call) {
        return ScopedValue.where(OF_THIS_CALL, this).call(call::get);
    }
}
