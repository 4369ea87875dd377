package llmrouter.gateway;

import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Settings.SettingsOutcome.ValidSettings;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.routing.Candidate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

/// How long a provider may take for the first byte of a streamed answer.
class FirstByteLimitTest {
    private static long limit(String baseUrl, String timeouts, String setting) {
        String text = """
            {"version":2,"providers":[{"id":"p","baseUrl":"%s","apiKey":"k","formats":["openai","claude"],\
            "timeouts":%s,"models":[{"id":"m"}]}]}""".formatted(baseUrl, timeouts);
        var config = assertInstanceOf(ValidConfig.class, ConfigReader.read(text, "test.json")).config();
        var env = setting == null ? Map.<String, String>of() : Map.of("LLM_ROUTER_UPSTREAM_TIMEOUT_MS", setting);
        var settings = assertInstanceOf(ValidSettings.class, SettingsReader.read(env::get)).settings();
        var provider = config.providers().getFirst();
        var candidate = new Candidate(provider, provider.models().getFirst(), Format.OPENAI);
        return ExchangePolicy.of(settings).limits().of(candidate).firstByteMs();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1,,       60000",
        "http://localhost:11434/v1,,        300000",
        "http://192.168.1.7:8000/v1,,       300000",
        "http://mac.local:1234/v1,,         300000",
        "https://api.example.com/v1, 20000, 20000",
        "http://localhost:11434/v1,  20000, 20000",
        "http://localhost:11434/v1,  60000, 60000"})
    void aLocalProviderHasTimeToLoadItsModelUnlessALimitIsSet(String baseUrl, String setting, long expected) {
        assertEquals(expected, limit(baseUrl, "{}", setting));
        assertEquals(7, limit(baseUrl, "{\"firstByteMs\":7}", setting), "the provider's own limit counts first");
    }
}
