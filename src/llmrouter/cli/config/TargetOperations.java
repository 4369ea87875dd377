package llmrouter.cli.config;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.edit.TargetChange;
import llmrouter.config.edit.TargetChange.AddTargets;
import llmrouter.config.edit.TargetChange.RemoveTargets;
import llmrouter.config.edit.TargetChange.TargetsChanged;
import llmrouter.json.Json;
import llmrouter.report.ConfigJson;

/// `config add-target` and `remove-target`: single targets of an alias.
final class TargetOperations {
    private TargetOperations() {}

    static int add(Invocation in) {
        return run(in, "add-target", new AddTargets(alias(in), targets(in), in.arguments().isOn("fallback")));
    }

    static int remove(Invocation in) {
        return run(in, "remove-target", new RemoveTargets(alias(in), targets(in), in.arguments().isOn("fallback")));
    }

    private static String alias(Invocation in) {
        return Given.of(in).first("alias-id");
    }

    private static String targets(Invocation in) {
        return Given.of(in).listAfter("alias-id", "targets");
    }

    private static int run(Invocation in, String operation, TargetChange change) {
        SavedChange<TargetsChanged> saved = ConfigFile.save(in, change);
        String id = saved.result().alias();
        Alias alias = saved.config() == null ? null : saved.config().aliases().get(id);
        var report = new ChangeReport(in, saved);
        if (saved.result().ignoresWeights()) UpsertAlias.sayWeightsAreIgnored(in, id);
        if (report.asJson()) {
            report.print(saved.json(operation).put("aliasId", id)
                .put("alias", alias == null ? Json.Null.NULL : ConfigJson.alias(alias)));
            return ExitCode.DONE;
        }
        report.headline("changed", "alias " + id, "in");
        if (alias != null) UpsertAlias.describe(in, alias);
        report.details("alias " + id);
        return ExitCode.DONE;
    }
}
