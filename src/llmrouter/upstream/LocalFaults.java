package llmrouter.upstream;

import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.FaultOwner;

/// Tells faults of the gateway's own machine from those of a provider: there are no more files, ports, threads or bytes
/// of memory for a call. The words are those of the C library and of the JVM; the JDK has no other sign.
final class LocalFaults {
    private static final String LIMITED = ", or let it serve fewer requests at a time (LLM_ROUTER_MAX_CONNECTIONS)";
    private static final String FILES = "this gateway may open no more files and connections (%s); raise the limit, "
        + "for example with ulimit -n or LimitNOFILE= of its service" + LIMITED;
    private static final String PORTS = "this machine has no free port left for another connection to it (%s); widen "
        + "net.ipv4.ip_local_port_range" + LIMITED;
    private static final String MEMORY = "this machine has no memory left for another connection (%s); give it more"
        + LIMITED;
    private static final String HEAP = "this gateway has no memory left for the call (%s); give it more, for example "
        + "with LLM_ROUTER_JAVA_OPTS=-Xmx512m" + LIMITED;
    private static final String THREADS = "this gateway may start no more threads (%s); raise the limit, for example "
        + "with ulimit -u or TasksMax= of its service";
    private static final String ENDING = "this gateway is ending";
    private static final String CLIENT = "the HTTP client of this gateway had failed; a new one has taken its place";

    /// Signs, each with the sentence that it means.
    private static final String[][] SIGNS = {
        {"Too many open files", FILES}, {"No file descriptors available", FILES},
        {"unable to create native thread", THREADS}, {"unable to create new native thread", THREADS},
        {"Cannot allocate memory", MEMORY}, {"No buffer space available", MEMORY}, {"Out of memory", MEMORY},
        {"Java heap space", HEAP}, {"GC overhead limit exceeded", HEAP}, {"Metaspace", HEAP}};
    /// EADDRNOTAVAIL of connect(2). For an IPv6 address it may also mean that this machine has none itself.
    private static final String NO_PORT = "Cannot assign requested address";
    private static final int LONGEST_CHAIN = 8;

    private LocalFaults() {}

    /// The call's failure, if it is a fault of this machine; else null.
    static CallFailure of(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < LONGEST_CHAIN && cause != null; i++) {
            String detail = detail(cause);
            if (detail != null) return new CallFailure(Kind.LOCAL, FaultOwner.GATEWAY, detail);
            cause = cause.getCause();
        }
        return null;
    }

    private static String detail(Throwable cause) {
        if (cause instanceof RejectedExecutionException) return ENDING;
        String said = String.valueOf(cause.getMessage());
        // the messages of other exceptions may quote what a provider sent
        boolean ours = cause instanceof SocketException || cause instanceof UnknownHostException
            || cause instanceof Error;
        for (String[] sign : SIGNS) {
            if (ours ? said.contains(sign[0]) : said.startsWith(sign[0])) return sign[1].formatted(sign[0]);
        }
        return cause instanceof OutOfMemoryError ? HEAP.formatted("OutOfMemoryError") : null;
    }

    /// The same of a connection to an IPv4 address.
    static CallFailure ofConnection(Throwable failure) {
        CallFailure fault = of(failure);
        if (fault != null || !String.valueOf(failure.getMessage()).contains(NO_PORT)) return fault;
        return new CallFailure(Kind.LOCAL, FaultOwner.GATEWAY, PORTS.formatted(NO_PORT));
    }

    /// The thread that does the work of the gateway's HTTP client has ended.
    ///
    /// @param begun whether the answer had begun
    static CallFailure ofClient(boolean begun) {
        return new CallFailure(begun ? Kind.CUT : Kind.STALE, FaultOwner.GATEWAY, CLIENT);
    }
}
