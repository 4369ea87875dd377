package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Alias;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Ids;
import llmrouter.config.KnownNames;
import llmrouter.config.TargetGrammar;
import llmrouter.config.edit.AliasPatch;
import llmrouter.files.ConfigText;
import llmrouter.json.Json.Obj;

/// `config --operation=upsert-model-alias`: adds an alias, or changes of one exactly what was given.
final class UpsertAlias {
    private UpsertAlias() {}

    static int run(Invocation in) {
        Arguments given = in.arguments();
        String id = given.text("alias-id");
        if (id == null) throw CliError.usage("which alias? Give --alias-id");
        if (!Ids.isAliasId(id)) {
            throw CliError.usage("--alias-id=" + id + " cannot be an alias id; start with a letter or digit, then use letters, digits and . _ : -");
        }
        String word = given.text("strategy");
        Strategy strategy = word == null ? null : Strategy.of(word);
        if (word != null && strategy == null) throw CliError.usage("--strategy=" + word + " is not a strategy; write " + Strategy.WORDS);
        ConfigText file = ConfigChange.read(in);
        var known = file.outcome() instanceof ValidConfig valid ? new KnownNames(valid.config()) : KnownNames.NONE;
        if (!given.given("targets") && !ConfigChange.draft(file).hasAlias(id)) {
            throw CliError.usage("a new alias needs targets: give --targets=provider/model,provider/model");
        }
        if (given.isOn("clear-fallback-targets") && given.given("fallback-targets")) {
            throw CliError.usage("give only one of --fallback-targets and --clear-fallback-targets");
        }
        List<AliasTarget> fallbacks = given.isOn("clear-fallback-targets") ? List.of() : targets(in, "fallback-targets", known);
        var patch = new AliasPatch(id, strategy, targets(in, "targets", known), fallbacks, ConfigChange.object(in, "alias-metadata"));
        boolean[] created = new boolean[1];
        var change = ConfigChange.save(in, draft -> created[0] = patch.applyTo(draft));
        report(in, id, created[0], change);
        return 0;
    }

    private static List<AliasTarget> targets(Invocation in, String flag, KnownNames known) {
        String text = in.arguments().text(flag);
        if (text == null) return null;
        List<AliasTarget> targets = TargetGrammar.list(text, known);
        if (targets.isEmpty() && !text.isEmpty()) throw CliError.usage("--" + flag + " names no target; write e.g. provider/model@2,provider/other");
        return targets;
    }

    private static void report(Invocation in, String id, boolean created, ConfigChange change) {
        Config config = change.config();
        Alias alias = config == null ? null : config.aliases().get(id);
        if (in.arguments().isOn("json")) {
            Obj json = change.json("upsert-model-alias").put("created", created).put("aliasId", id);
            if (alias != null) json.put("alias", ConfigJson.alias(alias));
            in.print(json);
            return;
        }
        in.print((created ? "added alias " : "changed alias ") + id + " in " + change.path());
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
