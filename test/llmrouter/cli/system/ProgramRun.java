package llmrouter.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import llmrouter.LlmRouter;

import static org.junit.jupiter.api.Assertions.assertTrue;

/// The whole program in a process of its own, in a home folder of its own.
record ProgramRun(int exitCode, String out, String err) {
    private static final long PATIENCE_S = 60;

    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    /// The options of a JVM that starts quickly.
    static List<String> quick() {
        return List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");
    }

    /// A launcher that runs the classes under test.
    static Path launcher(Path folder) throws IOException {
        Path launcher = folder.resolve("llm-router");
        Files.writeString(launcher, "#!/bin/sh\nexec '" + java() + "' " + String.join(" ", quick())
            + " \"-Dllmrouter.launcher=$0\" -cp '" + System.getProperty("java.class.path") + "' "
            + LlmRouter.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return launcher;
    }

    /// Runs a program to its end.
    ///
    /// @param environment beside `HOME`
    static ProgramRun of(Path home, Map<String, String> environment, List<String> program, String... words)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(program);
        command.addAll(List.of(words));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LLM_ROUTER_") || name.startsWith("XDG_")
            || name.toUpperCase().endsWith("_PROXY"));
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(PATIENCE_S, TimeUnit.SECONDS), "still runs: " + command);
        return new ProgramRun(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
