package llmrouter.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmrouter.service.JarWatch;

/// What this process runs: the thing that an installation copies.
public sealed interface OwnProgram {
    /// The launcher's name, in every folder that has one.
    String LAUNCHER = "llm-router";

    /// A jar.
    ///
    /// @param java the program that runs it, which the launcher then knows
    record JarProgram(Path jar, Path java) implements OwnProgram {}

    /// A run-time image, which has a Java of its own.
    record ImageProgram(Path folder) implements OwnProgram {}

    /// Neither: a source file, or folders of classes.
    record OtherProgram() implements OwnProgram {}

    /// How the user calls this program, as words for a shell: what the launcher passed on, else what runs the jar.
    static String command() {
        String launcher = System.getProperty("llmrouter.launcher");
        if (launcher != null) return ShellText.word(launcher);
        if (!(find() instanceof JarProgram program)) return "llm-router";
        return ShellText.word(program.java.toString()) + " -jar " + ShellText.word(program.jar.toString());
    }

    /// How a service manager starts this program, as words that begin with an absolute path: by the launcher that
    /// started it, else by one beside the jar, else by the Java that runs the jar. Empty if it runs out of its source.
    ///
    /// @param path in which a launcher that was called by its name is found
    static List<String> words(SearchPath path) {
        Path launcher = launcher(path);
        if (launcher != null) return List.of(launcher.toString());
        return switch (find()) {
            case JarProgram(Path jar, Path java) -> Files.isExecutable(jar.resolveSibling(LAUNCHER))
                ? List.of(jar.resolveSibling(LAUNCHER).toString())
                : List.of(java.toString(), "-XX:+ExitOnOutOfMemoryError", "-jar", jar.toString());
            case ImageProgram(Path folder) -> List.of(folder.resolve("bin").resolve(LAUNCHER).toString());
            case OtherProgram _ -> List.of();
        };
    }

    /// The launcher that started this process; null if none did.
    private static Path launcher(SearchPath path) {
        String called = System.getProperty("llmrouter.launcher");
        if (called == null) return null;
        return called.indexOf('/') >= 0 ? Path.of(called).toAbsolutePath().normalize() : path.find(called);
    }

    /// What this process runs.
    static OwnProgram find() {
        Path home = Path.of(System.getProperty("java.home"));
        Path jar = JarWatch.ownJar();
        if (jar != null) return new JarProgram(jar, home.resolve("bin").resolve("java"));
        boolean image = OwnProgram.class.getModule().isNamed() && Files.isRegularFile(home.resolve("bin/llm-router"));
        return image ? new ImageProgram(home) : new OtherProgram();
    }
}
