package llmrouter.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/// The commands by which `docs/running.md` records the gateway's events with the JDK's flight recorder.
@DisabledOnOs(OS.WINDOWS)
class PrivateRecordingTest {
    private static final String KEY = "sk-of-the-environment-0123456789";

    @TempDir
    private Path home;

    /// The commands of the page's section, for this process.
    private static String commands(long pid) throws Exception {
        String page = Files.readString(Path.of("docs/running.md"));
        String section = page.substring(page.indexOf("## The flight recorder"));
        int begin = section.indexOf("```sh\n") + "```sh\n".length();
        return section.substring(begin, section.indexOf("```", begin)).replace("PID", Long.toString(pid));
    }

    private void shell(String commands) throws Exception {
        var builder = new ProcessBuilder("sh", "-e", "-c", commands).directory(home.toFile()).redirectErrorStream(true)
            .redirectOutput(home.resolve("shell").toFile());
        String tools = Path.of(System.getProperty("java.home")).resolve("bin").toString();
        builder.environment().merge("PATH", tools, (before, first) -> first + ":" + before);
        int code = builder.start().waitFor();
        assertEquals(0, code, () -> commands + read(home.resolve("shell")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void theDocumentedCommandsRecordOnlyEventsOfTheGatewayInAPrivateFile() throws Exception {
        GatewayProcess.configure(home, "http://127.0.0.1:1/v1");
        try (var gateway = GatewayProcess.launch(home, Map.of("SOME_API_KEY", KEY), GatewayProcess.classes(),
            "--port=0").listening(); HttpClient http = HttpClient.newHttpClient()) {
            shell(commands(gateway.pid()));
            var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"p/m\",\"messages\":[{\"role\":\"user\",\"content\":\"secret words\"}]}")).build();
            assertEquals(502, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
            shell("jcmd " + gateway.pid() + " JFR.stop name=gateway");
        }
        Path folder = home.resolve("recording");
        Path file = folder.resolve("gateway.jfr");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var names = new TreeSet<String>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) names.add(event.getEventType().getName());
        assertEquals(new TreeSet<>(List.of("llmrouter.Attempt", "llmrouter.Request")), names);
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String secret : new String[] {KEY, "SOME_API_KEY", "secret words", "TieredStopAtLevel"}) {
            assertFalse(bytes.contains(secret), secret);
        }
    }
}
