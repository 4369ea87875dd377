package vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.config.Auth;
import llmrouter.config.Capabilities;
import llmrouter.config.Format;
import llmrouter.config.Secret;
import llmrouter.config.edit.AliasChange;
import llmrouter.config.edit.BucketChange;
import llmrouter.config.edit.ClientKeyChange;
import llmrouter.config.edit.ConfigChange;
import llmrouter.config.edit.ConfigOperation;
import llmrouter.config.edit.EditOutcome;
import llmrouter.config.edit.EnabledChange;
import llmrouter.config.edit.FallbacksChange;
import llmrouter.config.edit.GatewayChange;
import llmrouter.config.edit.MasterKeyChange;
import llmrouter.config.edit.MasterKeyRemoval;
import llmrouter.config.edit.MigrationChange;
import llmrouter.config.edit.ModelAliasesChange;
import llmrouter.config.edit.ModelFactsChange;
import llmrouter.config.edit.ModelFactsChange.ModelFacts;
import llmrouter.config.edit.ModelsChange;
import llmrouter.config.edit.ProviderChange;
import llmrouter.config.edit.RemovalChange;
import llmrouter.config.edit.RenameChange;
import llmrouter.config.edit.TargetChange;
import llmrouter.config.edit.compare.ConfigComparison;
import llmrouter.config.edit.compare.LineDiff;
import llmrouter.config.edit.input.AddressInput;
import llmrouter.config.edit.input.BucketInput;
import llmrouter.config.edit.input.ClientKeyInput;
import llmrouter.config.edit.input.FormatInput;
import llmrouter.config.edit.input.InputFinding;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.config.edit.input.NetworkInput;
import llmrouter.json.Json;

/// Changes of a configuration.
final class ChangeAnswers {
    private static final long NOW = 1_750_000_000L;
    private static final InputFinding.InputNames NAMES = new InputFinding.InputNames() {
        @Override
        public String field(String field) {
            return field;
        }

        @Override
        public String value(String field, String value) {
            return field + "=" + value;
        }

        @Override
        public String operation(String operation) {
            return operation;
        }
    };

    private ChangeAnswers() {}

    /// @param words a JSON array: the name of a change and its inputs
    static String of(String config, String words) {
        var all = new ArrayList<String>();
        for (Json word : ((Json.Arr) Json.parse(words)).items()) all.add(word instanceof Json.Str s ? s.value() : null);
        var outcome = ConfigOperation.apply(config, "config.json", change(all));
        return switch (outcome) {
            case EditOutcome.Edited<?>(var text, _, var after, var result) -> result + "\n" + text + "\n"
                + ConfigAnswers.outcome(after) + "\n" + ConfigComparison.between(config, text)
                + LineDiff.of(config, text);
            case EditOutcome.Unchanged<?>(_, var result) -> "unchanged " + result;
            case EditOutcome.Wrong<?>(var problems) -> "wrong " + problems;
            case EditOutcome.Newer<?>(var problem) -> "newer " + problem;
            case EditOutcome.Unusable<?>(var problem) -> "unusable " + problem;
            case EditOutcome.Refused<?>(var problem) -> "refused " + problem.field() + problem.describe(NAMES);
        };
    }

    private static ConfigChange<?> change(List<String> w) {
        return switch (w.getFirst()) {
            case "provider" -> provider(w);
            case "alias" -> new AliasChange(w.get(1), w.get(2), w.get(3), w.get(4), null);
            case "add-models" -> new ModelsChange(w.get(1), ModelsInput.added(w.get(2)));
            case "remove-models" -> new ModelsChange(w.get(1), ModelsInput.removed(w.get(2), w.get(3) != null));
            case "model-aliases" -> new ModelAliasesChange(w.get(1), w.get(2), w.get(3));
            case "fallbacks" -> new FallbacksChange(w.get(1), w.get(2), w.get(3));
            case "facts" -> facts(w);
            case "enabled" -> new EnabledChange(List.of(String.valueOf(w.get(1))), w.get(2) != null);
            case "targets" -> new TargetChange.AddTargets(w.get(1), w.get(2), w.get(3) != null);
            case "remove-targets" -> new TargetChange.RemoveTargets(w.get(1), w.get(2), w.get(3) != null);
            default -> other(w);
        };
    }

    private static ConfigChange<?> other(List<String> w) {
        return switch (w.getFirst()) {
            case "default" -> new GatewayChange.DefaultModel(w.get(1));
            case "unknown" -> new GatewayChange.UnknownModels(w.get(1));
            case "strict" -> new GatewayChange.StrictTranslation(w.get(1));
            case "rename-provider" -> new RenameChange.RenameProvider(w.get(1), w.get(2));
            case "rename-alias" -> new RenameChange.RenameAlias(w.get(1), w.get(2));
            case "remove-provider" -> new RemovalChange.RemoveProvider(w.get(1), w.get(2) != null);
            case "remove-model" -> new RemovalChange.RemoveModel(w.get(1), w.get(2), w.get(3) != null);
            case "remove-alias" -> new RemovalChange.RemoveAlias(w.get(1), w.get(2) != null);
            case "caps" -> new BucketChange.SetBuckets(w.get(1), new BucketInput.CapList(text(w.get(2)), w.get(3)),
                w.get(4) != null);
            case "cap" -> new BucketChange.SetBuckets(w.get(1), new BucketInput.BucketJson(text(w.get(2))), false);
            case "remove-cap" -> new BucketChange.RemoveBucket(w.get(1), text(w.get(2)));
            default -> keys(w);
        };
    }

    private static ConfigChange<?> keys(List<String> w) {
        var input = new ClientKeyInput(w.get(2), w.get(3), w.get(4), NOW);
        String digest = AdmissionAnswers.digest(text(w.get(1)));
        return switch (w.getFirst()) {
            case "add-key" -> new ClientKeyChange.AddKey(w.get(1), digest, input);
            case "set-key" -> new ClientKeyChange.SetKey(w.get(1), w.get(4) == null ? null : digest, input);
            case "revoke-key" -> new ClientKeyChange.RevokeKey(w.get(1), w.get(2) != null);
            case "master-key" -> new MasterKeyChange(new Secret.InlineSecret(text(w.get(1))));
            case "no-master-key" -> new MasterKeyRemoval(w.get(1) != null);
            case "migrate" -> new MigrationChange(2);
            default -> throw new IllegalStateException("no change " + w.getFirst());
        };
    }

    private static String text(String word) {
        return word == null ? "" : word;
    }

    private static ConfigChange<?> provider(List<String> w) {
        return new ProviderChange(w.get(1), w.get(2), null, new AddressInput(w.get(3), null, Map.of()),
            new FormatInput(null, w.get(4)), w.get(2) == null ? ModelsInput.NONE : ModelsInput.all("one;two"), null,
            new Secret.EnvSecret("A_KEY"), NetworkInput.NONE);
    }

    private static ConfigChange<?> facts(List<String> w) {
        var able = Capabilities.of(Map.of("tools", w.get(3) != null));
        var facts = new ModelFacts(List.of(Format.DEFAULT), 9_000L, null, able);
        Map<Format, Auth> auths = w.get(4) == null ? Map.of() : Map.of(Format.DEFAULT, Auth.defaultFor(Format.CLAUDE));
        return new ModelFactsChange(w.get(1), Map.of(text(w.get(2)), facts), w.get(3) != null, auths);
    }
}
