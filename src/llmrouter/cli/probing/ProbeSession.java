package llmrouter.cli.probing;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.config.Settings;
import llmrouter.config.read.SettingsReader;
import llmrouter.files.Secrets;
import llmrouter.probe.ProbeConnections;
import llmrouter.probe.ProbeLimits;
import llmrouter.probe.ProbeListener;
import llmrouter.probe.ProbeResult;
import llmrouter.probe.ProbeWish;
import llmrouter.probe.ProviderProbe;
import llmrouter.text.TimeWords;
import llmrouter.upstream.Upstream;

/// Runs a probe for a command: with its flags, with the connections that a gateway would use, and with progress on
/// standard error.
final class ProbeSession {
    private ProbeSession() {}

    static ProbeLimits limits(Invocation in) {
        int perMinute = (int) in.arguments().integer("probe-rpm", ProbeLimits.USUAL_RPM);
        long seconds = in.arguments().integer("probe-timeout", ProbeLimits.USUAL.answerMs() / 1_000);
        return ProbeLimits.USUAL.withRequestsPerMinute(perMinute).withAnswerMs(seconds * 1_000);
    }

    /// A provider with its key; [Provider#leftOut] says why it has none.
    static Provider withKey(Invocation in, Provider provider) {
        return secrets(in).resolve(Config.EMPTY.withProviders(List.of(provider))).config().providers().getFirst();
    }

    static Secrets secrets(Invocation in) {
        return new Secrets(in.shell().environment()::get, in.shell().home());
    }

    /// @throws CliError the settings of the environment cannot be used
    static ProbeResult run(Invocation in, ProbeWish wish) throws IOException {
        try (Upstream upstream = ProbeConnections.of(settings(in), in.shell().home())) {
            return new ProviderProbe(upstream, new Progress(in), () -> false).run(wish);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw CliError.failed("the probe was interrupted; nothing was saved");
        }
    }

    private static Settings settings(Invocation in) {
        return switch (SettingsReader.read(in.shell().environment()::get)) {
            case Settings.SettingsOutcome.ValidSettings valid -> valid.settings();
            case Settings.SettingsOutcome.InvalidSettings invalid ->
                throw CliError.usage(invalid.problems().getFirst().describe());
        };
    }

    private record Progress(Invocation in) implements ProbeListener {
        @Override
        public void settled(ProbeProgress progress) {
            boolean more = progress.done() < progress.total() && progress.remainingMs() > 0;
            in.say("[" + progress.done() + "/" + progress.total() + "] " + progress.subject() + ": "
                + progress.outcome() + (more ? " (about " + TimeWords.of(progress.remainingMs()) + " left)" : ""));
        }

        @Override
        public void waits(long ms, String why) {
            in.say("waiting " + TimeWords.of(ms) + ": " + why);
        }
    }
}
