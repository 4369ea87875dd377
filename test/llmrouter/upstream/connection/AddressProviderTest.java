package llmrouter.upstream.connection;

import java.lang.module.ModuleFinder;
import java.net.InetAddress;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.ServiceLoader;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The resolver of the process, which the jar names in a file and the image in its module.
class AddressProviderTest {
    private static final String SERVICE = InetAddressResolverProvider.class.getName();
    private static final InetAddress CHOICE = InetAddress.ofLiteral("192.0.2.77");

    private static String lookedUp() {
        try {
            return InetAddress.getByName("localhost").getHostAddress();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void theJarAndTheImageNameTheSameClass() throws Exception {
        var classPath = ServiceLoader.load(InetAddressResolverProvider.class).stream().map(p -> p.type()).toList();
        assertEquals(List.of(AddressProvider.class), classPath);
        Path classes = Path.of(AddressProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var module = ModuleFinder.of(classes).find("llmrouter").orElseThrow().descriptor();
        var provided = module.provides().stream().filter(p -> p.service().equals(SERVICE)).findFirst().orElseThrow();
        assertEquals(List.of(AddressProvider.class.getName()), provided.providers());
    }

    @Test
    void onlyTheCallItselfGetsItsChoice() {
        AddressProvider.load();
        assertTrue(AddressProvider.steers());
        var chosen = new ChosenAddress("LocalHost", CHOICE);
        assertEquals("192.0.2.77", chosen.during(AddressProviderTest::lookedUp));
        assertEquals("127.0.0.1", new ChosenAddress("other.test", CHOICE).during(AddressProviderTest::lookedUp));
        assertEquals("127.0.0.1", lookedUp(), "the JDK has remembered the choice of a call");
    }

    /// The machine's own resolver would find the name in its table.
    @Test
    void theNameOfAnAddressIsNeverAsked() throws Exception {
        Path table = Path.of("/etc/hosts");
        assumeTrue(Files.isReadable(table) && Files.readString(table).lines().anyMatch(l -> l.startsWith("127.0.0.1")));
        AddressProvider.load();
        var address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        assertEquals("127.0.0.1", address.getCanonicalHostName());
        assertEquals("127.0.0.1", address.getHostName());
    }

    @Test
    void theJdkRemembersNoNames() {
        AddressProvider.load();
        assertEquals("0", Security.getProperty("networkaddress.cache.ttl"));
        assertEquals("0", Security.getProperty("networkaddress.cache.negative.ttl"));
        assertEquals(30, AddressProvider.rememberSeconds());
    }
}
