package llmrouter.providers;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LocalHostTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:11434", "http://LOCALHOST/v1", "http://127.0.0.1:1234/v1",
        "http://127.9.9.9", "http://[::1]:8080/v1", "http://10.1.2.3/v1", "http://172.16.0.1", "http://172.31.255.255",
        "https://192.168.1.7:8443/v1", "http://169.254.1.1", "http://100.64.0.1", "http://100.127.255.254",
        "http://[fd12::1]/v1", "http://[fe80::1]:80", "http://[::ffff:10.0.0.1]/v1", "http://mac-studio.local:1234/v1",
        "http://Box.LOCAL./v1", "http://ollama:11434", "http://host.docker.internal:11434/v1", "http://nas.home.arpa",
        "http://a.localhost", "http://user@box/v1", "http://box?x=a.test"})
    void thisMachineAndPrivateNetworksAreLocal(String url) {
        assertTrue(LocalHost.isIn(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.openai.com/v1", "http://172.32.0.1", "http://172.15.9.9", "http://11.0.0.1",
        "http://192.169.0.1", "http://100.128.0.1", "http://100.63.255.255", "http://[2001:db8::1]/v1",
        "http://[fec0::1]", "http://local.example.com", "https://api.local.ai/v1", "http://8.8.8.8",
        "http://[::ffff:8.8.8.8]", "https://localhost.example.com", "http://evil.com/?http://localhost",
        "http://notinternal.com", "nonsense", ""})
    void allOthersAreNot(String url) {
        assertFalse(LocalHost.isIn(url));
    }
}
