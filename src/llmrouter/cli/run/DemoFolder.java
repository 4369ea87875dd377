package llmrouter.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmrouter.files.ConfigStore;

/// The demo's own files, in a temporary folder that only the user can open. Closing it removes the folder.
record DemoFolder(Path path) implements AutoCloseable {

    /// @param config the text of the configuration
    static DemoFolder with(String config) throws IOException {
        var folder = new DemoFolder(Files.createTempDirectory("llm-router-demo-"));
        ConfigStore.at(folder.config()).edit(_ -> config);
        return folder;
    }

    Path config() {
        return path.resolve("config.json");
    }

    Path requestLog() {
        return path.resolve("requests.jsonl");
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) Files.deleteIfExists(file);
        }
        Files.deleteIfExists(path);
    }
}
