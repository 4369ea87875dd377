package llmrouter.cli.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DoctorCommandTest {
    @TempDir
    private Path home;
    private int free;

    @BeforeEach
    void findPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
    }

    private void config(String providers) throws IOException {
        Path file = Files.writeString(home.resolve(".llm-router.json"),
            "{\"version\":2,\"providers\":[" + providers + "]}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String provider(String id, String base, String key) {
        return "{\"id\":\"" + id + "\",\"name\":\"N\",\"baseUrl\":\"" + base + "\"," + key
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}";
    }

    private CliRun doctor(Map<String, String> environment, String... flags) {
        var all = new HashMap<>(Map.of("LLM_ROUTER_PORT", Integer.toString(free)));
        all.putAll(environment);
        var words = new ArrayList<>(List.of("doctor"));
        words.addAll(List.of(flags));
        return CliRun.at(home, all, words.toArray(String[]::new));
    }

    private static boolean has(CliRun run, String level, String area, String words) {
        return run.out().lines().anyMatch(line -> line.startsWith(level) && line.contains(" " + area + " ")
            && line.contains(words));
    }

    /// Lists its models for the key `good` alone, or for every request.
    private static ScriptedUpstream lists(boolean open, String... fields) throws IOException {
        return new ScriptedUpstream(wire -> {
            boolean taken = open || "Bearer good".equals(wire.request().headers().get("authorization"));
            if (taken) wire.json(200, "{\"data\":[{\"id\":\"m\"}]}", fields);
            else wire.json(401, "{\"error\":{\"message\":\"no\"}}");
        });
    }

    @Test
    void aHealthyMachineHasNoProblem() throws IOException {
        try (var upstream = lists(false)) {
            config(provider("p", upstream.url(), "\"apiKeyEnv\":\"K\","));
            CliRun run = doctor(Map.of("K", "good"), "--verbose");
            assertEquals(0, run.exitCode(), run.out());
            assertTrue(has(run, "ok", "reachability", "it answers, and takes the key"), run.out());
            assertTrue(has(run, "ok", "keys", "the variable K has its key"), run.out());
            assertTrue(run.out().contains("\n0 problems, 0 warnings"), run.out());
        }
    }

    @Test
    void aKeyThatIsRefusedIsAProblem() throws IOException {
        try (var upstream = lists(false)) {
            config(provider("p", upstream.url(), "\"apiKeyEnv\":\"K\","));
            CliRun run = doctor(Map.of("K", "wrong-key"));
            assertEquals(1, run.exitCode(), run.out());
            assertTrue(has(run, "problem", "keys", "(401)"), run.out());
            assertFalse(run.out().contains("wrong-key"), run.out());
        }
    }

    @Test
    void aListForEveryoneProvesNoKeyAndAWrongClockIsNamed() throws IOException {
        try (var upstream = lists(true, "date: Mon, 01 Jan 2024 00:00:00 GMT")) {
            config(provider("p", upstream.url(), "\"apiKeyEnv\":\"K\","));
            CliRun run = doctor(Map.of("K", "any"));
            assertTrue(has(run, "note", "reachability", "so the key is not proven"), run.out());
            assertTrue(has(run, "problem", "clock", "before the provider's"), run.out());
        }
    }

    @Test
    void eachCauseOfAnUnreachableProviderIsNamed() throws IOException {
        config(provider("refused", "http://127.0.0.1:" + free, "") + ","
            + provider("nowhere", "http://no-such-host.invalid", ""));
        CliRun run = doctor(Map.of());
        assertEquals(1, run.exitCode(), run.out());
        assertTrue(has(run, "problem", "reachability", "connection refused"), run.out());
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("problem") && line.contains("nowhere at ")),
            run.out());
        assertEquals(0, doctor(Map.of(), "--offline").exitCode());
    }

    @Test
    void aMissingKeyAMistakeAndAnOpenFileAreTold() throws IOException {
        config(provider("p", "http://127.0.0.1:" + free, "\"apiKeyEnv\":\"NOT_SET\","));
        CliRun missing = doctor(Map.of(), "--offline");
        assertEquals(1, missing.exitCode());
        assertTrue(has(missing, "warning", "keys", "p: the environment variable NOT_SET is not set"), missing.out());
        assertTrue(has(missing, "problem", "keys", "no enabled provider that can be called"), missing.out());
        Path config = Files.writeString(home.resolve(".llm-router.json"), "{\"version\":2,\"providers\":[{]}");
        CliRun broken = doctor(Map.of(), "--offline");
        assertEquals(1, broken.exitCode());
        assertTrue(has(broken, "problem", "configuration", config + ":1:"), broken.out());
        Files.delete(config);
        assertTrue(has(doctor(Map.of(), "--offline"), "problem", "configuration", "does not exist"));
    }

    @Test
    void keyFilesAndPasswordFilesThatOtherUsersCanReadAreNamed() throws IOException {
        for (String name : List.of("gateway.p12", "gateway.pass", "client.pem", "client.pass", "p.key", "p.pass")) {
            Files.setPosixFilePermissions(Files.writeString(home.resolve(name), "x"),
                PosixFilePermissions.fromString("rw-r--r--"));
        }
        config(provider("p", "http://127.0.0.1:" + free, "\"clientCertificate\":{\"file\":\"~/p.pem\",\"keyFile\":"
            + "\"~/p.key\",\"passwordFile\":\"~/p.pass\"},"));
        CliRun run = doctor(Map.of("LLM_ROUTER_TLS_KEYSTORE", "~/gateway.p12",
            "LLM_ROUTER_TLS_PASSWORD_FILE", "~/gateway.pass", "LLM_ROUTER_CLIENT_CERTIFICATE", "~/client.pem",
            "LLM_ROUTER_CLIENT_CERTIFICATE_PASSWORD_FILE", "~/client.pass"), "--offline");
        for (String what : List.of("the gateway's key", "the password of the gateway's key",
            "the key of the certificate", "the password of the certificate", "the key of the certificate for p",
            "the password of the certificate for p")) {
            assertTrue(has(run, "warning", "permissions", "other users can read " + what), what + "\n" + run.out());
        }
    }

    @Test
    void variablesThatCannotBeUsedAreNamed() throws IOException {
        config(provider("p", "http://127.0.0.1:" + free, ""));
        CliRun run = doctor(Map.of("LLM_ROUTER_PORT", "99999", "LLM_ROUTER_PROT", "1"), "--offline");
        assertEquals(1, run.exitCode());
        assertTrue(has(run, "problem", "environment", "LLM_ROUTER_PORT"), run.out());
        assertTrue(has(run, "warning", "environment", "did you mean LLM_ROUTER_PORT?"), run.out());
    }

    @Test
    void aPortThatAnotherProgramHasIsAProblem() throws IOException {
        config(provider("p", "http://127.0.0.1:9", ""));
        try (var stranger = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
            CliRun run = doctor(Map.of(), "--offline");
            assertEquals(1, run.exitCode(), run.out());
            assertTrue(has(run, "problem", "port", "127.0.0.1:" + stranger.getLocalPort()), run.out());
        }
    }

    @Test
    void aClientThatIsToldADeadAddressIsNamed() throws IOException {
        config(provider("p", "http://127.0.0.1:9", ""));
        Files.createDirectory(home.resolve(".claude"));
        Files.writeString(home.resolve(".claude/settings.json"),
            "{\"env\":{\"ANTHROPIC_BASE_URL\":\"http://127.0.0.1:" + free + "\"}}");
        CliRun run = doctor(Map.of(), "--offline", "--json");
        assertEquals(0, run.exitCode(), run.out());
        var told = (Json.Obj) Json.parse(run.out());
        assertTrue(told.objects("findings").stream().anyMatch(one -> "clients".equals(one.text("area"))
            && "warning".equals(one.text("level")) && one.text("where").endsWith("settings.json")), run.out());
    }

    @Test
    void whatCostsMoneyIsNotDoneWithoutConsent() throws IOException {
        try (var upstream = lists(true)) {
            config(provider("p", upstream.url(), ""));
            CliRun run = doctor(Map.of(), "--live", "--offline");
            assertEquals(2, run.exitCode(), run.out());
            assertTrue(run.err().contains("--yes agrees"), run.err());
            assertEquals(0, upstream.seen().size());
        }
    }
}
