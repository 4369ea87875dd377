package llmrouter.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// A tool of a service manager that a shell script stands for. It notes each of its calls.
public final class ScriptedTool {
    private final Path folder;
    private final Path calls;

    private ScriptedTool(Path folder) {
        this.folder = folder;
        this.calls = folder.resolve("calls");
    }

    /// @param folder of the tool, which is made
    /// @param body   of the script; the words of the call are its arguments, `$HERE` is the folder
    public static ScriptedTool in(Path folder, String name, String body) throws IOException {
        Files.createDirectories(folder);
        Path script = folder.resolve(name);
        Files.writeString(script, "#!/bin/sh\nHERE='" + folder + "'\necho \"" + name + " $*\" >> \"$HERE/calls\"\n"
            + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new ScriptedTool(folder);
    }

    /// An environment in which the tool is found before all others.
    public Map<String, String> environment() {
        return Map.of("PATH", folder + ":" + System.getenv("PATH"));
    }

    /// The calls so far, in order.
    public List<String> calls() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
