package llmrouter.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmrouter.cli.CliError;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;

/// The demo's own files, in a temporary folder that only the user can open. Closing it removes the folder.
record DemoFolder(Path path) implements AutoCloseable {

    /// @param config the text of the configuration
    static DemoFolder with(String config) throws IOException {
        var folder = new DemoFolder(temporary());
        ConfigStore.at(folder.config()).edit(_ -> config);
        return folder;
    }

    private static Path temporary() throws IOException {
        try {
            return Files.createTempDirectory("llm-router-demo-");
        } catch (IOException e) {
            Path parent = Path.of(System.getProperty("java.io.tmpdir"));
            throw CliError.failed(FileError.of("make a temporary folder in", parent, e).getMessage()
                + "; name another folder: LLM_ROUTER_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
        }
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
