package llmrouter.service;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Key files that become unreadable and readable again while a gateway runs.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeyFilesTest {
    private static final String MASTER_KEY = "gw_Sesame-open-0123456789";

    @TempDir
    private Path home;

    @BeforeEach
    void writeTheKeys() throws IOException {
        assumeTrue(File.separatorChar == '/');
        Files.writeString(home.resolve("master"), MASTER_KEY);
        Files.writeString(home.resolve("pkey"), "k");
        configure("m");
    }

    /// One provider with these models.
    private void configure(String... models) throws IOException {
        Path next = Files.writeString(home.resolve("next"), """
            {"version":2,"masterKeyFile":"%s","providers":[{"id":"p","name":"P","baseUrl":"http://127.0.0.1:9",
            "apiKeyFile":"%s","formats":["openai"],"models":["%s"]}]}"""
            .formatted(home.resolve("master"), home.resolve("pkey"), String.join("\",\"", models)));
        Files.move(next, home.resolve(".llm-router.json"), StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
    }

    private void move(String from, String to) throws IOException {
        Files.move(home.resolve(from), home.resolve(to), StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
    }

    private void pipe(String name) throws IOException, InterruptedException {
        Files.deleteIfExists(home.resolve(name));
        assertEquals(0, new ProcessBuilder("mkfifo", home.resolve(name).toString()).start().waitFor());
    }

    private static String ready(GatewayProcess gateway) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(gateway.url() + "/ready"))
                .header("authorization", "Bearer " + MASTER_KEY).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aRefusedChangeIsTakenWhenItsKeyFileIsBack() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            int number = 0;
            for (String file : List.of("master", "pkey")) {
                String model = "n" + ++number;
                move(file, "away");
                configure("m", model);
                gateway.await("cannot read the key file " + home.resolve(file));
                assertTrue(ready(gateway).contains("refused"), ready(gateway));
                move("away", file);
                gateway.await("model " + model + " added");
                assertFalse(ready(gateway).contains("refused"), ready(gateway));
            }
        }
    }

    @Test
    void aPipeInPlaceOfAKeyFileStopsNothing() throws Exception {
        try (var gateway = GatewayProcess.start(home, "--port=0")) {
            for (String file : List.of("master", "pkey")) {
                move(file, "away");
                pipe(file);
                var told = GatewayProcess.run(home, "reload");
                assertEquals(1, told.exitCode(), told.toString());
                assertTrue(told.err().contains(home.resolve(file) + ": it is a pipe or a device"), told.toString());
                move("away", file);
                gateway.await("the file can be used again");
            }
            configure("m", "n");
            gateway.await("p: model n added");
            gateway.signal("TERM");
            gateway.ended();
        }
    }

    @Test
    void noCommandHangsAtAPipeInPlaceOfAKeyFile() throws Exception {
        for (String file : List.of("master", "pkey")) {
            move(file, "away");
            pipe(file);
            for (String line : List.of("start --port=0", "config validate")) {
                var told = GatewayProcess.run(home, line.split(" "));
                assertTrue((told.out() + told.err()).contains("it is a pipe or a device"), line + told);
            }
            assertEquals(0, GatewayProcess.run(home, "route", "p/m").exitCode());
            move("away", file);
        }
    }
}
