package llmrouter.cli.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import llmrouter.Version;
import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.install.Checksum;
import llmrouter.install.InstallError;
import llmrouter.install.JarSwap;
import llmrouter.install.NewJar;
import llmrouter.install.OwnProgram;
import llmrouter.install.SemanticVersion;
import llmrouter.json.Json;
import llmrouter.service.Instance;

/// `update`: replaces the jar that this program runs from by one that was brought to this machine, and waits until the
/// gateways that run from it have handed over. It contacts no server.
final class UpdateCommand {
    private UpdateCommand() {}

    static int run(Invocation in) throws IOException, InterruptedException {
        try {
            Arguments arguments = in.arguments();
            if (arguments.isOn("undo")) return undo(in);
            return arguments.given("from") ? update(in) : way(in);
        } catch (InstallError error) {
            throw CliError.failed(error.getMessage());
        }
    }

    // ── without a file ──

    /// What can be done without a network: nothing but to say it.
    private static int way(Invocation in) {
        boolean check = in.arguments().isOn("check");
        String place = switch (OwnProgram.find()) {
            case OwnProgram.JarProgram(Path jar, _) -> jar.toString();
            case OwnProgram.ImageProgram(Path folder) -> folder.toString();
            case OwnProgram.OtherProgram _ -> "its source";
        };
        String how = "This program asks no server for newer versions. Get llm-router.jar of the version that you want, "
            + "and its SHA-256, from where you got this one; then run 'llm-router update --from=FILE', with the sum in "
            + "a file FILE.sha256 beside it, or as --sha256=SUM.";
        if (in.arguments().isOn("json")) {
            in.print(Json.object().put("version", Version.CURRENT).put("runsFrom", place).put("updated", false)
                .put("how", how));
        } else {
            in.print("llm-router " + Version.CURRENT + " runs from " + place);
            in.print(how);
        }
        if (check) return ExitCode.DONE;
        in.say("nothing was updated: name the new jar with --from=FILE");
        return ExitCode.WRONG_INPUT;
    }

    // ── with a file ──

    private static int update(Invocation in) throws IOException, InterruptedException {
        OwnProgram program = OwnProgram.find();
        JarSwap swap = JarSwap.of(program);
        Path source = NewJar.sourceOf(in.path("from").toAbsolutePath().normalize());
        Checksum expected = expected(in, source);
        try (NewJar next = NewJar.of(source, expected)) {
            String refusal = refusal(in, next);
            if (refusal != null) throw CliError.usage(refusal);
            next.tryOut(((OwnProgram.JarProgram) program).java());
            if (swap.obstacle() != null) throw CliError.failed(swap.obstacle());
            var report = new UpdateReport(Version.CURRENT, next.version(), swap.jar(), next.digest(),
                expected == null ? null : expected.source());
            List<Instance> gateways = GatewayHandovers.of(in, swap.jar());
            if (swap.isSame(next.copy())) return report.same(in);
            if (in.arguments().isOn("check")) return report.check(in, gateways);
            swap.put(next.copy(), next.version());
            report.swapped(in, swap.previous());
            return report.done(in, GatewayHandovers.await(in, gateways, next.version()), swap.previous());
        }
    }

    /// @return the sum that the file must have; null if the user wants no check
    /// @throws CliError none is known, or the one that was given is none
    private static Checksum expected(Invocation in, Path source) throws IOException {
        String given = in.arguments().text("sha256");
        if (given != null) {
            Checksum typed = Checksum.typed(given, "--sha256");
            if (typed == null) throw CliError.usage("--sha256 expects the 64 hexadecimal digits of a SHA-256");
            return typed;
        }
        Checksum beside = Checksum.beside(source);
        if (beside != null || in.arguments().isOn("unverified")) return beside;
        throw CliError.usage("there is no checksum for " + source + ": put its SHA-256 into " + source.getFileName()
            + ".sha256 or SHA256SUMS beside it, or give it with --sha256; --unverified takes the file without one");
    }

    /// Why this version is not installed; null if it may be.
    private static String refusal(Invocation in, NewJar next) {
        if (in.arguments().isOn("force")) return null;
        SemanticVersion there = SemanticVersion.of(next.version());
        SemanticVersion here = SemanticVersion.of(Version.CURRENT);
        if (there == null) return next.source() + " has the version '" + next.version() + "', which cannot be compared "
            + "with " + Version.CURRENT + "; --force installs it";
        return there.compareTo(here) >= 0 ? null : next.source() + " is version " + next.version()
            + ", which is older than this one, " + Version.CURRENT + "; --force installs it, and a newer configuration "
            + "may not be understood by it";
    }

    // ── back ──

    private static int undo(Invocation in) throws IOException, InterruptedException {
        OwnProgram program = OwnProgram.find();
        JarSwap swap = JarSwap.of(program);
        String version = swap.previousVersion();
        var report = new UpdateReport(Version.CURRENT, version, swap.jar(), null, null);
        List<Instance> gateways = GatewayHandovers.of(in, swap.jar());
        if (version != null && in.arguments().isOn("check")) return report.check(in, gateways);
        if (swap.obstacle() != null) throw CliError.failed(swap.obstacle());
        swap.undo(((OwnProgram.JarProgram) program).java());
        report.swapped(in, swap.previous());
        return report.done(in, GatewayHandovers.await(in, gateways, version), swap.previous());
    }
}
