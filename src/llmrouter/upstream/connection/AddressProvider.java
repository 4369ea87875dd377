package llmrouter.upstream.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.security.Security;
import java.util.stream.Stream;

import llmrouter.config.Decimal;

/// The resolver of this process: the JDK's own, except that a call which has [chosen][ChosenAddress] an address gets
/// that one.
///
/// The JDK finds it by `META-INF/services` (jar on the class path) or by the module's declaration (image). It finds it
/// neither in the form of one source file nor where `jdk.net.hosts.file` is set. There [#steers] is false, and calls
/// connect to the first address of a name.
///
/// The JDK's cache of names would return one call's choice to the next call, so it is turned off here, before its
/// first use. [HostAddresses] remembers names instead. The time that an operator has set for the JDK's cache applies
/// there.
public final class AddressProvider extends InetAddressResolverProvider {
    /// As in the JDK, for a name that was found.
    private static final long DEFAULT_SECONDS = 30;
    private static final String SECONDS = "networkaddress.cache.ttl";
    private static final String SECONDS_OF_FAILURE = "networkaddress.cache.negative.ttl";

    private static volatile boolean installed;
    private static volatile long rememberSeconds = DEFAULT_SECONDS;

    /// For the JDK's service loader.
    public AddressProvider() {}

    @Override
    public String name() {
        return "llm-router";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        rememberSeconds = seconds(Security.getProperty(SECONDS));
        Security.setProperty(SECONDS, "0");
        Security.setProperty(SECONDS_OF_FAILURE, "0");
        installed = true;
        return new Resolver(configuration.builtinResolver());
    }

    private static long seconds(String set) {
        if (set == null) return DEFAULT_SECONDS;
        if (set.startsWith("-")) return Long.MAX_VALUE / 1_000_000_000;
        long millionths = Decimal.millionths(set);
        return millionths < 0 ? DEFAULT_SECONDS : millionths / Decimal.ONE;
    }

    /// Has the JDK load the resolver of this process, if it has not done so.
    static void load() {
        if (installed) return;
        // in a form of the program in which the resolver is not found: a name that resolves again is used at once
        Security.setProperty(SECONDS_OF_FAILURE, "0");
        try {
            InetAddress.getByName("localhost");
        } catch (UnknownHostException _) {
            // the resolver is loaded all the same
        }
    }

    /// Whether a call's choice of an address is followed in this process.
    static boolean steers() {
        return installed;
    }

    /// For how long the addresses of a name are used before it is looked up again.
    static long rememberSeconds() {
        return rememberSeconds;
    }

    private record Resolver(InetAddressResolver system) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            assert ClientTasks.mayBlock();
            InetAddress chosen = ChosenAddress.of(host);
            return chosen != null ? Stream.of(chosen) : system.lookupByName(host, policy);
        }

        /// The gateway has no use for the name of an address. The JDK's HTTP server asks for the name of each client
        /// that connects by TLS, and would wait for a name server that does not answer.
        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            throw new UnknownHostException("names of addresses are not looked up");
        }
    }
}
