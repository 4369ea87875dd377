package llmrouter.cli.run;

import java.io.IOException;
import java.nio.file.Path;

import llmrouter.cli.CliError;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.files.nofollow.FolderTree;

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
            return FolderTree.temporary("llm-router-demo-");
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
        FolderTree.delete(path);
    }
}
