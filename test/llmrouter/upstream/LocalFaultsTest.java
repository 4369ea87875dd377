package llmrouter.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.gateway.failure.FaultOwner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Which failures of a call are faults of the gateway's own machine.
class LocalFaultsTest {
    private static CallFailure of(Throwable cause) {
        return CallFailures.of(cause, ConnectionDoubt.NONE, URI.create("http://provider.example/"));
    }

    private static void isLocal(String fix, CallFailure failure) {
        assertEquals(Kind.LOCAL, failure.kind(), failure.toString());
        assertEquals(FaultOwner.GATEWAY, failure.owner());
        assertTrue(failure.detail().contains(fix), failure.detail());
    }

    @Test
    void theMessageNamesTheLimitThatIsReached() throws Exception {
        isLocal("ulimit -n", of(new SocketException("Too many open files")));
        isLocal("ulimit -n", of(new UncheckedIOException(new IOException("Too many open files"))));
        isLocal("ulimit -n", of(new UnknownHostException("provider.example: Too many open files in system")));
        isLocal("-Xmx", of(new IOException("x", new OutOfMemoryError("Java heap space"))));
        isLocal("ulimit -u", of(new OutOfMemoryError("unable to create native thread: possibly out of memory")));
        isLocal("memory", of(new SocketException("Cannot allocate memory")));
        var four = InetAddress.ofLiteral("127.0.0.1");
        isLocal("ip_local_port_range", ConnectFailures.of("h",
            Map.of(four, new ConnectException("Cannot assign requested address"))));
    }

    @Test
    void anIpv6AddressThatThisMachineCannotCallIsNoLackOfPorts() {
        var six = InetAddress.ofLiteral("2001:db8::1");
        assertNotEquals(Kind.LOCAL, ConnectFailures.of("h",
            Map.of(six, new ConnectException("Cannot assign requested address"))).kind());
    }

    @Test
    void whatAProviderSendsMakesNoLocalFault() {
        assertNotEquals(Kind.LOCAL,
            of(new ProtocolException("Invalid status line: \"Too many open files\"")).kind());
        assertNotEquals(Kind.LOCAL, of(new IOException("Invalid status line: \"Java heap space\"")).kind());
    }
}
