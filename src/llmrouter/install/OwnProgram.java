package llmrouter.install;

import java.nio.file.Files;
import java.nio.file.Path;

import llmrouter.service.JarWatch;

/// What this process runs: the thing that an installation copies.
public sealed interface OwnProgram {
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

    /// What this process runs.
    static OwnProgram find() {
        Path home = Path.of(System.getProperty("java.home"));
        Path jar = JarWatch.ownJar();
        if (jar != null) return new JarProgram(jar, home.resolve("bin").resolve("java"));
        boolean image = OwnProgram.class.getModule().isNamed() && Files.isRegularFile(home.resolve("bin/llm-router"));
        return image ? new ImageProgram(home) : new OtherProgram();
    }
}
