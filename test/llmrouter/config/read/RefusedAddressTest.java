package llmrouter.config.read;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.ConfigOutcome;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// Addresses that no provider has: the configuration is refused, without showing what may be a password.
class RefusedAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://a.example/v1", "jar:file:/x.jar!/", "gopher://a.example",
        "javascript:alert(1)", "https://user:sesame@a.example/v1", "https://sesame@a.example", "http://", "https:///v1",
        "//a.example/v1", "http://a b.example/v1", "https://a.example\r\nHost: b", "http://a.example:99999/v1",
        "http://a.example/v1?key=sesame", "http://a.example/v1?api-version=1&key=sesame", "http://a.example/#f"})
    void whatIsNoAddressOfAProviderIsRefused(String url) {
        var provider = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"p\",\"baseUrl\":%s,\"apiKey\":\"k\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}]}";
        String config = provider.replace("%s", Json.of(url).toString());
        var refused = assertInstanceOf(ConfigOutcome.InvalidConfig.class, ConfigReader.read(config, "test.json"), url);
        assertFalse(List.of(refused).toString().contains("sesame"), refused.toString());
    }
}
