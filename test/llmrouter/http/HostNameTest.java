package llmrouter.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "localhost", "api.example.com", "a-b.c", "1a", "999", "3com.net", "127.0.0.1",
        "xn--mnchen-3ya.de", "example.com.", "host.docker.internal", "a.b1", "UPPER.Case"})
    void takesWhatTheClientCalls(String host) {
        assertNull(HostName.problem(host));
    }

    @ParameterizedTest
    @CsvSource({"my_host,underscore", "api_v1.example.com,underscore", "a.b_c,underscore", "-a,hyphen", "a-,hyphen",
        "a-.b,hyphen", "a.-b.c,hyphen", "a..b,dot too many", ".a,dot too many", "example.com..,dot too many",
        "1.2.3,IPv4", "256.1.1.1,IPv4", "1.2.3.4.5,IPv4", "127.1,IPv4", "a.1,begins with a digit",
        "0x7f.1,begins with a digit", "a.1b,begins with a digit", "1.2.3.4.,IPv4"})
    void refusesWhatItDoesNotCallAndSaysWhy(String host, String why) {
        assertTrue(HostName.problem(host).what().contains(why), HostName.problem(host).what());
        assertTrue(HostName.problem(host).fix().length() > 10);
    }

    @Test
    void refusesWhatNoNameServerHas() {
        assertNull(HostName.problem("a".repeat(63) + ".com"));
        assertNotNull(HostName.problem("a".repeat(64) + ".com"));
        assertNotNull(HostName.problem("abcdefg.".repeat(32) + "com"));
    }

    /// Java's client calls what `java.net.URI` finds a host in.
    @Test
    void agreesWithTheUriOfJava() throws URISyntaxException {
        var random = new Random(20);
        List<String> parts = List.of("a", "b1", "1", "12", "256", "-", "_", ".", ".", ".", "a-b", "0", "Z9");
        for (int i = 0; i < 20_000; i++) {
            var host = new StringBuilder();
            for (int n = random.nextInt(7); n >= 0; n--) host.append(parts.get(random.nextInt(parts.size())));
            boolean callable = new URI("http://" + host + ":80/v1").getHost() != null;
            assertEquals(callable, HostName.problem(host.toString()) == null, host.toString());
        }
    }
}
