package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.edit.AliasChange;
import llmrouter.config.edit.AliasChange.AliasChanged;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// `config --operation=upsert-model-alias`: adds an alias, or changes only the given settings of an existing one.
final class UpsertAlias {
    private UpsertAlias() {}

    static int run(Invocation in) {
        Arguments given = in.arguments();
        boolean clear = given.isOn("clear-fallback-targets");
        if (clear && given.given("fallback-targets")) {
            throw CliError.usage("give only one of --fallback-targets and --clear-fallback-targets");
        }
        ConfigFile.read(in); // for its warnings
        var change = new AliasChange(given.text("alias-id"), given.text("strategy"), given.text("targets"),
            clear ? "" : given.text("fallback-targets"), given.text("alias-metadata"));
        report(in, ConfigFile.save(in, change));
        return ExitCode.DONE;
    }

    private static void report(Invocation in, SavedChange<AliasChanged> saved) {
        String id = saved.result().id();
        Alias alias = saved.config() == null ? null : saved.config().aliases().get(id);
        if (in.arguments().isOn("json")) {
            Obj json = saved.json("upsert-model-alias").put("created", saved.result().created()).put("aliasId", id);
            in.print(json.put("alias", alias == null ? Json.Null.NULL : ConfigJson.alias(alias)));
            return;
        }
        in.print((saved.result().created() ? "added alias " : "changed alias ") + id + " in " + saved.path());
        if (alias == null) return;
        in.print("strategy=" + alias.strategy().word());
        in.print("targets=" + line(alias.targets()));
        in.print("fallbackTargets=" + line(alias.fallbackTargets()));
    }

    /// `ref@weight, ref` or `(none)`.
    static String line(List<AliasTarget> targets) {
        var words = new ArrayList<String>();
        for (AliasTarget t : targets) words.add(t.weight().equals("1") ? t.ref() : t.ref() + "@" + t.weight());
        return words.isEmpty() ? "(none)" : String.join(", ", words);
    }
}
