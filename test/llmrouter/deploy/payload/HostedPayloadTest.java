package llmrouter.deploy.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.admission.ModelCatalog;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Format;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.config.read.ConfigReader;
import llmrouter.deploy.DeployFinding;
import llmrouter.files.Secrets;
import llmrouter.routing.OfferedModels;
import llmrouter.routing.RouteResolver;
import llmrouter.worker.StateMode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostedPayloadTest {
    private static final String KEY = "Abcdefghijklmnopqrstuvw1";
    private static final String PROVIDER = """
        {"id":"p","baseUrl":"https://p.example/v1","format":"openai","apiKey":"sk-p","models":["m"]%s}""";

    private final Map<String, String> environment = new HashMap<>();
    @TempDir
    Path home;

    private static Config config(String json) {
        return assertInstanceOf(ValidConfig.class, ConfigReader.read(json, "c.json")).config();
    }

    private static Config withProvider(String more) {
        return config("{\"masterKey\":\"" + KEY + "\",\"providers\":[" + PROVIDER.formatted(more) + "]}");
    }

    private HostedPayload payload(Config config) {
        return HostedPayload.of(config, new Secrets(environment::get, home), null, StateMode.NONE);
    }

    private List<String> said(Config config, DeployFinding.Weight weight) {
        return payload(config).findings().stream().filter(finding -> finding.weight() == weight)
            .map(DeployFinding::describe).toList();
    }

    /// What the Worker reads is the configuration itself, but for what routing does not need.
    @Test
    void meansTheSameForEveryConfigurationOfTheTests() throws IOException {
        List<Config> configs = configsOfTheTests();
        assertTrue(configs.size() >= 20, configs.size() + " configurations");
        for (Config config : configs) sameMeaning(config);
    }

    @Test
    void meansTheSameForConfigurationsThatUseEveryMember() {
        int valid = 0;
        var random = new RandomConfigs(15);
        for (int i = 0; i < 400; i++) {
            if (!(ConfigReader.read(random.next(), "c.json") instanceof ValidConfig read)) continue;
            sameMeaning(read.config());
            valid++;
        }
        assertTrue(valid >= 200, valid + " valid configurations");
    }

    private void sameMeaning(Config written) {
        String json = payload(written).json();
        Config read = config(json);
        assertEquals(plain(written), plain(read), json);
        var here = new RouteResolver(written);
        var there = new RouteResolver(read);
        for (Format client : Format.values()) {
            for (String name : names(written)) {
                assertEquals(shown(here.resolve(name, client)), shown(there.resolve(name, client)), name);
            }
        }
        assertEquals(new ModelCatalog(written, OfferedModels.NONE, 7).models(),
            new ModelCatalog(read, OfferedModels.NONE, 7).models());
        assertEquals(json, payload(read).json());
    }

    private static List<String> names(Config config) {
        var names = new ArrayList<String>(List.of("", "smart", "no-such-model", "codex-auto-review"));
        names.addAll(config.aliases().keySet());
        for (Provider p : config.providers()) {
            for (Model m : p.models()) {
                names.add(p.id() + "/" + m.id());
                names.add(m.id());
                for (String alias : m.aliases()) names.add(p.id() + "/" + alias);
            }
            names.add(p.id() + "/other");
        }
        return names;
    }

    /// Candidates by their references and formats: the providers of the two sides differ in what is left out.
    private static String shown(RouteResolver.Resolution resolution) {
        if (!(resolution instanceof RouteResolver.Resolution.Found(var route))) return resolution.toString();
        var words = new ArrayList<String>();
        for (var weighted : route.primary()) {
            words.add(weighted.candidate().ref() + " " + weighted.candidate().format() + " " + weighted.weight());
        }
        for (var candidate : route.fallback()) words.add("then " + candidate.ref() + " " + candidate.format());
        return route.requested() + " " + route.reason() + " " + route.strategy() + " " + words;
    }

    /// Without what the payload leaves out.
    private static Config plain(Config config) {
        var providers = new ArrayList<Provider>();
        for (Provider p : config.providers()) {
            if (p.enabled()) providers.add(plain(p));
        }
        return config.withProviders(providers);
    }

    private static Provider plain(Provider p) {
        var bases = new HashMap<Format, String>();
        for (Format format : p.formats()) bases.put(format, p.baseUrlFor(format));
        var models = new ArrayList<Model>();
        for (Model m : p.models()) {
            models.add(new Model(m.id(), m.aliases(), m.formats(), m.enabled(), m.contextWindow(), m.maxOutputTokens(),
                null, m.fallbackModels(), m.inlineThinking(), m.capabilities()));
        }
        return new Provider(p.id(), p.name(), true, null, bases, p.apiKey(), p.formats(), p.auth(), p.authByFormat(),
            p.headers(), p.anthropicVersion(), p.anthropicBeta(), models, p.rateLimits(), p.timeouts(),
            ProviderNetwork.USUAL, "");
    }

    /// Every text in a test's source that is a valid configuration with inline keys, and the example of the
    /// documentation.
    private static List<Config> configsOfTheTests() throws IOException {
        var found = new ArrayList<Config>();
        var block = Pattern.compile("\"\"\"\\n(.*?)\"\"\"", Pattern.DOTALL);
        var fence = Pattern.compile("```json\\w*\\n(.*?)```", Pattern.DOTALL);
        try (Stream<Path> files = Files.walk(Path.of("test"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                collect(block, Files.readString(file), found);
            }
        }
        collect(fence, Files.readString(Path.of("docs/configuration.md")), found);
        return found;
    }

    private static void collect(Pattern pattern, String text, List<Config> found) {
        pattern.matcher(text).results().map(match -> match.group(1)).forEach(candidate -> {
            if (!candidate.contains("providers")) return;
            String json = candidate.contains("\"providers") ? candidate : candidate.replace('\'', '"');
            if (!(ConfigReader.read(json, "c.json") instanceof ValidConfig valid)) return;
            boolean elsewhere = json.contains("Env\"") || json.contains("File\"") || json.contains("Command\"");
            if (!elsewhere && !valid.config().providers().isEmpty()) found.add(valid.config());
        });
    }

    @Test
    void leavesOutProvidersThatAreNotUsedAndKeepsTheirNamesOnlyWhereTheyMeanSomething() {
        String off = """
            ,{"id":"off","enabled":false,"baseUrl":"https://off.example","format":"openai","apiKey":"sk-off",
            "models":["x"]}""";
        String start = "{\"masterKey\":\"" + KEY + "\",\"providers\":[" + PROVIDER.formatted("") + off + "]";
        assertFalse(payload(config(start + "}")).json().contains("off"));
        String named = payload(config(start + ",\"modelAliases\":{\"a\":{\"targets\":[\"p/m\",\"off/x\"]}}}")).json();
        assertTrue(named.contains("off/x"), named);
        assertFalse(named.contains("sk-off"), named);
        assertFalse(named.contains("off.example"), named);
    }

    @Test
    void hasNothingThatRoutingDoesNotNeed() {
        var json = payload(withProvider("""
            ,"lastProbe":{"at":1},"metadata":{"owner":"team"},"proxy":"none"
            """)).json();
        for (String word : List.of("lastProbe", "metadata", "team", "proxy", " ")) {
            assertFalse(json.contains(word), word + " in " + json);
        }
    }

    @Test
    void holdsTheKeysThatAreKeptElsewhere() throws IOException {
        environment.put("P_KEY", "sk-of-the-environment");
        Files.writeString(home.resolve("key"), "sk-of-the-file\n");
        var config = config("""
            {"masterKeyCommand":"echo of-the-command-1234567890","providers":[
            {"id":"p","baseUrl":"https://p.example","format":"openai","apiKeyEnv":"P_KEY","models":["m"]},
            {"id":"q","baseUrl":"https://q.example","format":"openai","apiKeyFile":"~/key","models":["m"]}]}""");
        var payload = payload(config);
        assertEquals(List.of(), payload.findings());
        for (String key : List.of("sk-of-the-environment", "sk-of-the-file", "of-the-command-1234567890")) {
            assertTrue(payload.json().contains("\"" + key + "\""), key);
        }
        for (String place : List.of("P_KEY", "~/key", "echo")) assertFalse(payload.json().contains(place), place);
    }

    @Test
    void refusesKeysThatCannotBeHadAndNamesThem() {
        var config = config("""
            {"masterKeyFile":"~/no-such-file","providers":[
            {"id":"p","baseUrl":"https://p.example","format":"openai","apiKeyEnv":"P_KEY","models":["m"]},
            {"id":"q","baseUrl":"https://q.example","format":"openai","apiKeyCommand":"false","models":["m"]}]}""");
        List<String> said = said(config, DeployFinding.Weight.BLOCKS);
        assertEquals(3, said.size(), said.toString());
        assertTrue(said.get(0).startsWith("the master key cannot be had: "), said.get(0));
        assertTrue(said.get(0).contains("no-such-file"), said.get(0));
        assertTrue(said.get(1).startsWith("the key of provider \"p\" cannot be had: the environment variable P_KEY is"),
            said.get(1));
        assertTrue(said.get(2).contains("\"q\"") && said.get(2).contains("'false …'"), said.get(2));
        for (String line : said) assertFalse(line.contains("reload") || line.contains("restart"), line);
    }

    @Test
    void refusesWhatAWorkerCannotDo() {
        assertTrue(said(withProvider(",\"proxy\":\"socks5://proxy.example:1080\""), DeployFinding.Weight.BLOCKS)
            .getFirst().contains("proxy of its own"));
        assertTrue(said(withProvider(",\"clientCertificate\":\"~/c.pem\""), DeployFinding.Weight.BLOCKS)
            .getFirst().contains("client certificate"));
        var off = "{\"masterKey\":\"" + KEY + "\",\"providers\":[" + PROVIDER.formatted(",\"enabled\":false") + "]}";
        assertTrue(said(config(off), DeployFinding.Weight.BLOCKS).getFirst().contains("no enabled provider"));
    }

    @Test
    void warnsOfAddressesThatCloudflareCannotReachOrShouldNotUse() {
        for (String url : List.of("http://localhost:11434/v1", "https://192.168.1.2/v1", "http://nas.local/v1")) {
            var config = config("{\"masterKey\":\"" + KEY + "\",\"providers\":["
                + PROVIDER.formatted("").replace("https://p.example/v1", url) + "]}");
            assertTrue(said(config, DeployFinding.Weight.WARNS).getFirst().contains("your own network (" + url), url);
        }
        var open = config("{\"masterKey\":\"" + KEY + "\",\"providers\":["
            + PROVIDER.formatted("").replace("https://p.example/v1", "http://203.0.113.7/v1") + "]}");
        assertEquals(2, said(open, DeployFinding.Weight.WARNS).size());
    }

    @Test
    void saysWhichCapsHaveNoEffectWithoutDurableState() {
        var config = withProvider("""
            ,"rateLimits":[{"id":"minute","models":["all"],"requests":5,"window":"1m"}]""");
        assertEquals(List.of("the caps of provider \"p\" (minute) have no effect in a Worker without durable state; "
            + "deploy with --durable-state to have them kept"), said(config, DeployFinding.Weight.WARNS));
        var secrets = new Secrets(environment::get, home);
        assertEquals(List.of(), HostedPayload.of(config, secrets, null, StateMode.SHARED).findings());
    }

    @Test
    void isCutIntoPiecesThatFitAndJoinAgain() {
        String wide = "ä€😀".repeat(3_000);
        var config = withProvider(",\"name\":\"" + wide + "\"");
        var payload = payload(config);
        assertEquals(payload.json(), String.join("", payload.pieces()));
        for (String piece : payload.pieces()) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            assertTrue(bytes.length <= HostedPayload.LONGEST_PIECE, bytes.length + " bytes");
            assertEquals(piece, new String(bytes, StandardCharsets.UTF_8));
        }
        assertEquals(payload.json().getBytes(StandardCharsets.UTF_8).length, payload.bytes());
        assertEquals(6, payload.pieces().size());
    }

    @Test
    void anotherMasterKeyTakesThePlaceOfTheConfigurations() {
        var secrets = new Secrets(environment::get, home);
        var payload = HostedPayload.of(withProvider(""), secrets, "Another-key-of-24-chars-1", StateMode.NONE);
        assertFalse(payload.json().contains(KEY));
        assertTrue(payload.json().contains("Another-key-of-24-chars-1"));
        assertFalse(payload.toString().contains("Another"));
    }
}
