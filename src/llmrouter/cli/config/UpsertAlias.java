package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.PastedList;
import llmrouter.config.edit.AliasChange;
import llmrouter.config.edit.AliasChange.AliasChanged;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.report.ConfigJson;

/// `config add-alias`: adds an alias, or changes only the given settings of an existing one.
final class UpsertAlias {
    private UpsertAlias() {}

    static int run(Invocation in) {
        Arguments given = in.arguments();
        boolean clear = given.isOn("clear-fallback-targets");
        if (clear && given.given("fallback-targets")) {
            throw CliError.usage("give only one of --fallback-targets and --clear-fallback-targets");
        }
        ConfigFile.read(in); // for its warnings
        var change = new AliasChange(Given.of(in).first("alias-id"), given.text("strategy"),
            Given.of(in).listAfter("alias-id", "targets"),
            clear ? "" : given.text("fallback-targets"), given.text("alias-metadata"));
        report(in, ConfigFile.save(in, change));
        return ExitCode.DONE;
    }

    private static void report(Invocation in, SavedChange<AliasChanged> saved) {
        String id = saved.result().id();
        Alias alias = saved.config() == null ? null : saved.config().aliases().get(id);
        var report = new ChangeReport(in, saved);
        if (saved.result().ignoresWeights()) sayWeightsAreIgnored(in, id);
        if (report.asJson()) {
            Obj json = saved.json("upsert-model-alias").put("created", saved.result().created()).put("aliasId", id);
            report.print(json.put("alias", alias == null ? Json.Null.NULL : ConfigJson.alias(alias)));
            return;
        }
        report.headline(saved.result().created() ? "added" : "changed", "alias " + id, "in");
        if (alias != null) describe(in, alias);
        report.details("alias " + id);
    }

    static void sayWeightsAreIgnored(Invocation in, String id) {
        in.say("warning: the strategy of alias " + id + " ignores weights; " + Strategy.weighing()
            + " use them: 'llm-router config add-alias " + id + " --strategy=" + Strategy.WEIGHTED_RR.word() + "'");
    }

    static void describe(Invocation in, Alias alias) {
        in.print("strategy=" + alias.strategy().word());
        in.print("targets=" + line(alias.targets()));
        in.print("fallbackTargets=" + line(alias.fallbackTargets()));
    }

    /// `ref@weight, ref` or `(none)`.
    static String line(List<AliasTarget> targets) {
        var words = new ArrayList<String>();
        for (AliasTarget t : targets) {
            words.add(PastedList.quoted(t.weight().equals("1") ? t.ref() : t.ref() + "@" + t.weight()));
        }
        return words.isEmpty() ? "(none)" : String.join(", ", words);
    }
}
