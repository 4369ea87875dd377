package llmrouter.cli.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.cli.Confirmation;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.Settings;
import llmrouter.config.edit.ConfigOperation;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.ModelFactsChange;
import llmrouter.config.edit.ModelFactsChange.ModelFacts;
import llmrouter.files.ConfigStore;
import llmrouter.files.Secrets;
import llmrouter.probe.ModelAbilities;
import llmrouter.probe.ModelAbilities.AbilityFinding;
import llmrouter.probe.ModelProbe;
import llmrouter.probe.ProbeConnections;
import llmrouter.probe.ProbeLimits;
import llmrouter.probe.ProbeListener;
import llmrouter.probe.ProbePlace;
import llmrouter.upstream.Upstream;

/// `doctor --live`: asks each configured model what it can do, and stores it if that is wanted. The providers bill a
/// few short answers for each model.
final class LiveChecks implements ProbeListener {
    private static final int ANSWERS_EACH = 5;

    private final Invocation in;

    private LiveChecks(Invocation in) {
        this.in = in;
    }

    /// @param found gets a finding for each ability of each model
    static void run(Invocation in, Settings settings, Config written, Consumer<DoctorFinding> found)
            throws IOException, InterruptedException {
        Config config = new Secrets(in.shell().environment()::get, in.shell().home()).resolve(written).config();
        Map<Provider, List<String>> models = models(config);
        int all = models.values().stream().mapToInt(List::size).sum();
        if (all == 0) {
            found.accept(DoctorFinding.note("models", "there is no configured model that could be asked", null,
                "the models that * stands for are not asked; name them in the configuration"));
            return;
        }
        Confirmation.ask(in, "Ask " + all + " models for about " + ANSWERS_EACH + " short answers each, which their "
            + "providers bill?", false);
        var seen = new LinkedHashMap<String, Map<String, ModelFacts>>();
        int rpm = (int) in.arguments().integer("probe-rpm", ProbeLimits.USUAL_RPM);
        try (Upstream upstream = ProbeConnections.of(settings, in.shell().home())) {
            for (Map.Entry<Provider, List<String>> one : models.entrySet()) {
                var probe = new ModelProbe(upstream, ProbeLimits.USUAL.withRequestsPerMinute(rpm), new LiveChecks(in),
                    () -> Thread.currentThread().isInterrupted());
                for (String model : one.getValue()) ask(probe, one.getKey(), model, seen, found);
            }
        }
        if (in.arguments().isOn("store")) store(in, seen, found);
        else if (!seen.isEmpty()) found.accept(DoctorFinding.note("models", "what was found is not stored", null,
            "'llm-router doctor --live --store' writes it into the configuration"));
    }

    private static Map<Provider, List<String>> models(Config config) {
        var models = new LinkedHashMap<Provider, List<String>>();
        for (Provider provider : config.providers()) {
            if (!provider.enabled() || provider.leftOut() != null) continue;
            List<String> own = provider.models().stream().filter(model -> model.enabled() && !model.isEvery())
                .map(Model::id).toList();
            if (!own.isEmpty()) models.put(provider, own);
        }
        return models;
    }

    private static void ask(ModelProbe probe, Provider provider, String model,
            Map<String, Map<String, ModelFacts>> seen, Consumer<DoctorFinding> found) throws InterruptedException {
        String where = provider.id() + "/" + model;
        ModelAbilities abilities = probe.ask(ProbePlace.of(provider).getFirst(), model);
        if (abilities.trouble() != null) {
            found.accept(DoctorFinding.problem("models", abilities.trouble(), where, null));
            return;
        }
        for (AbilityFinding finding : abilities.findings()) found.accept(finding(where, finding));
        seen.computeIfAbsent(provider.id(), _ -> new LinkedHashMap<>()).put(model,
            ModelFacts.of(abilities.capabilities()));
    }

    private static DoctorFinding finding(String where, AbilityFinding finding) {
        String what = finding.ability().word() + ": " + finding.evidence();
        if (finding.able() == null) return DoctorFinding.note("models", what, where, null);
        if (finding.able()) return DoctorFinding.ok("models", what, where);
        return DoctorFinding.note("models", what, where, null);
    }

    private static void store(Invocation in, Map<String, Map<String, ModelFacts>> seen,
            Consumer<DoctorFinding> found) throws IOException {
        var store = ConfigStore.at(in.configFile());
        var refused = new ArrayList<String>();
        store.edit(text -> {
            String now = text;
            for (Map.Entry<String, Map<String, ModelFacts>> one : seen.entrySet()) {
                var change = new ModelFactsChange(one.getKey(), one.getValue(), true);
                switch (ConfigOperation.apply(now, store.path().toString(), change)) {
                    case EditOutcome.Edited<?> edited -> now = edited.text();
                    case EditOutcome.Unchanged<?> _ -> {}
                    case EditOutcome<?> other -> refused.add(one.getKey() + " (" + other.getClass().getSimpleName()
                        + ")");
                }
            }
            return now;
        });
        if (refused.isEmpty()) found.accept(DoctorFinding.ok("models", "what was found is stored", store.path()));
        else found.accept(DoctorFinding.problem("models", "what was found could not be stored for "
            + String.join(", ", refused), store.path(), "'llm-router config validate' lists the file's mistakes"));
    }

    // ── progress ──

    @Override
    public void settled(ProbeProgress progress) {
        in.say(progress.subject() + ": " + progress.outcome() + " (" + progress.done() + " of " + progress.total()
            + ")");
    }

    @Override
    public void waits(long ms, String why) {
        in.say("waiting " + (ms + 999) / 1000 + " s: " + why);
    }
}
