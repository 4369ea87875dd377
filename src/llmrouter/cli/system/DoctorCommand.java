package llmrouter.cli.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.system.DoctorFinding.Level;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Finding;
import llmrouter.config.Settings;
import llmrouter.config.Settings.SettingProblem;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.read.SettingsReader;
import llmrouter.config.read.UnknownSettings;
import llmrouter.config.read.UnknownSettings.UnknownSetting;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.text.Plural;
import llmrouter.text.Printable;

/// `doctor`: looks at everything that a gateway needs, and says of each thing how it is and what to do. It changes
/// nothing and costs nothing; only `--live` asks models, and only after a confirmation.
final class DoctorCommand {
    private final Invocation in;
    private final List<DoctorFinding> findings = new ArrayList<>();

    private DoctorCommand(Invocation in) {
        this.in = in;
    }

    static int run(Invocation in) throws IOException, InterruptedException {
        return new DoctorCommand(in).run();
    }

    private int run() throws IOException, InterruptedException {
        Settings settings = settings();
        ConfigText text = configText();
        Config config = config(text);
        add(MachineChecks.of(in, settings));
        add(PlaceChecks.of(in, settings, text, config));
        add(GatewayChecks.of(in, text));
        add(ClientChecks.of(in));
        if (settings != null && config != null && !in.arguments().isOn("offline")) {
            add(ProviderChecks.of(in, settings, config));
        }
        boolean live = settings != null && config != null && in.arguments().isOn("live");
        if (live) LiveChecks.run(in, settings, config, this::add);
        return report();
    }

    private void add(List<DoctorFinding> some) {
        some.forEach(this::add);
    }

    /// Shown at once, because the next check may take a while.
    private void add(DoctorFinding finding) {
        findings.add(finding);
        boolean shown = finding.level() != Level.OK || in.arguments().isOn("verbose");
        if (shown && !in.arguments().isOn("json")) in.print(Printable.of(finding.line()));
    }

    /// The settings of the environment; null if they cannot be used.
    private Settings settings() {
        for (UnknownSetting unknown : UnknownSettings.in(in.shell().environment())) {
            String fix = unknown.nearest() == null ? "remove it" : "did you mean " + unknown.nearest() + "?";
            add(DoctorFinding.warning("environment", "it is no setting and has no effect", unknown.name(), fix));
        }
        switch (SettingsReader.read(in.shell().environment()::get)) {
            case SettingsOutcome.ValidSettings(Settings settings) -> {
                add(DoctorFinding.ok("environment", "all variables of llm-router can be used", null));
                return settings;
            }
            case SettingsOutcome.InvalidSettings(List<SettingProblem> problems) -> {
                for (SettingProblem problem : problems) {
                    add(DoctorFinding.problem("environment", "its value cannot be used", problem.variable(),
                        "allowed: " + problem.allowed()));
                }
                return null;
            }
        }
    }

    /// Null if it cannot be read.
    private ConfigText configText() {
        try {
            ConfigText text = ConfigStore.at(in.configFile()).read();
            if (text.text() != null) return text;
            add(DoctorFinding.problem("configuration", "it does not exist", text.path(),
                "add a provider with 'llm-router config add-provider'"));
        } catch (FileError e) {
            add(DoctorFinding.problem("configuration", e.getMessage(), null, null));
        }
        return null;
    }

    /// Null if there is none that could be used.
    private Config config(ConfigText text) {
        if (text == null) return null;
        for (String warning : text.warnings()) add(DoctorFinding.warning("permissions", warning, null, null));
        ConfigOutcome outcome = text.outcome();
        for (Finding warning : outcome.warnings()) {
            add(DoctorFinding.warning("configuration", warning.describe(), null, null));
        }
        switch (outcome) {
            case InvalidConfig invalid -> {
                for (Finding problem : invalid.problems()) {
                    add(DoctorFinding.problem("configuration", problem.describe(), null, null));
                }
                return null;
            }
            case ValidConfig valid -> {
                add(DoctorFinding.ok("configuration", "it has no mistakes: "
                    + Plural.of(valid.config().providers().size(), "provider"), text.path()));
                return valid.config();
            }
        }
    }

    private int report() {
        long problems = count(Level.PROBLEM);
        long warnings = count(Level.WARNING);
        if (in.arguments().isOn("json")) {
            Json.Arr list = Json.array();
            findings.forEach(finding -> list.add(finding.json()));
            in.print(Json.object().put("healthy", problems == 0).put("problems", problems).put("warnings", warnings)
                .put("findings", list));
        } else {
            in.print(Plural.of((int) problems, "problem") + ", " + Plural.of((int) warnings, "warning") + ", "
                + Plural.of((int) count(Level.NOTE), "note") + ", " + count(Level.OK) + " ok"
                + (in.arguments().isOn("verbose") ? "" : " (--verbose lists what is ok)"));
        }
        return problems == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
