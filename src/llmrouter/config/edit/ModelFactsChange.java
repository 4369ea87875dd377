package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Auth;
import llmrouter.config.Capabilities;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Format;
import llmrouter.json.Json;

/// Writes what was found out about models of a provider. What the file says of a model already stays, and a model that
/// is not in the file is not added.
///
/// @param provider its id
/// @param facts    by the model's id
/// @param renews   whether capabilities that the file says already are replaced by those that were found out
/// @param auths    how the key is sent in single formats, where it is not as it would be sent otherwise
public record ModelFactsChange(String provider, Map<String, ModelFacts> facts, boolean renews, Map<Format, Auth> auths)
        implements ConfigChange<ModelFactsChange.FactsWritten> {
    /// A change that is about models alone.
    public ModelFactsChange(String provider, Map<String, ModelFacts> facts, boolean renews) {
        this(provider, facts, renews, Map.of());
    }

    /// What was found out about a model.
    ///
    /// @param formats         in which it is served; empty for those of its provider
    /// @param contextWindow   tokens, or null
    /// @param maxOutputTokens tokens, or null
    public record ModelFacts(List<Format> formats, Long contextWindow, Long maxOutputTokens,
            Capabilities capabilities) {
        /// Only what a model can do.
        public static ModelFacts of(Capabilities capabilities) {
            return new ModelFacts(List.of(), null, null, capabilities);
        }

        /// The same in some formats only.
        public ModelFacts in(List<Format> some) {
            return new ModelFacts(some, contextWindow, maxOutputTokens, capabilities);
        }
    }

    /// @param members that were written, as `model: member`
    public record FactsWritten(List<String> members) {}

    @Override
    public FactsWritten applyTo(ConfigDraft draft, ConfigOutcome before) {
        String own = EntryLookup.provider(draft, provider);
        var written = new ArrayList<String>();
        auths.forEach((format, auth) -> auth(draft, draft.provider(own), format, auth, written));
        facts.forEach((model, fact) -> {
            Json formats = fact.formats().isEmpty() ? null
                : Json.strings(fact.formats().stream().map(Format::word).toList());
            put(draft, own, model, formats, written, "formats", "format");
            put(draft, own, model, number(fact.contextWindow()), written, "contextWindow");
            put(draft, own, model, number(fact.maxOutputTokens()), written, "maxOutputTokens");
            capabilities(draft, own, model, fact.capabilities(), written);
        });
        return new FactsWritten(List.copyOf(written));
    }

    private static void auth(ConfigDraft draft, List<Object> path, Format format, Auth auth, List<String> written) {
        String word = switch (auth.type()) {
            case BEARER -> "bearer";
            case X_API_KEY -> "x-api-key";
            case HEADER, NONE -> null;
        };
        if (word == null || draft.member(path, "auth") != null) return;
        List<Object> byFormat = draft.pathOf(path, "authByFormat");
        if (draft.member(path, "authByFormat") == null) {
            draft.set(path, Json.object().put(format.word(), word), "authByFormat");
        } else {
            if (draft.member(byFormat, format.names()) != null) return;
            draft.set(byFormat, Json.of(word), format.names());
        }
        written.add("authByFormat: " + format.word());
    }

    private static Json number(Long tokens) {
        return tokens == null ? null : Json.of(tokens);
    }

    private static void put(ConfigDraft draft, String provider, String model, Json value, List<String> written,
            String... names) {
        ModelEntry entry = entry(draft, provider, model);
        if (value == null || entry == null || draft.member(entry.path(), names) != null) return;
        entry.set(draft, value, names);
        written.add(model + ": " + names[0]);
    }

    private void capabilities(ConfigDraft draft, String provider, String model, Capabilities found,
            List<String> written) {
        ModelEntry entry = entry(draft, provider, model);
        if (entry == null || found.isUnknown()) return;
        Json there = draft.member(entry.path(), "capabilities");
        var all = new LinkedHashMap<String, Json>();
        found.known().forEach((name, able) -> all.put(name, Json.of(able)));
        if (there instanceof Json.Obj said) {
            said.members().forEach((name, value) -> {
                boolean stays = !renews || !all.containsKey(name);
                if (stays) all.put(name, value);
            });
        }
        Json.Obj members = Json.object();
        all.forEach(members::put);
        if (there != null && there.toString().equals(members.toString())) return;
        entry.set(draft, members, "capabilities");
        written.add(model + ": capabilities");
    }

    private static ModelEntry entry(ConfigDraft draft, String provider, String model) {
        for (ModelEntry entry : ModelEntry.all(draft)) {
            if (entry.provider().equals(provider) && entry.id().equals(model)) return entry;
        }
        return null;
    }
}
