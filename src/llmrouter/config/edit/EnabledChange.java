package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.json.Json;
import llmrouter.text.NearestReference;

/// Switches providers or models on or off. What is off stays in the file with all its settings.
///
/// @param refs ids of providers, or models as `provider/model`
public record EnabledChange(List<String> refs, boolean on) implements ConfigChange<List<String>> {

    /// Reports the ids as they are in the file.
    @Override
    public List<String> applyTo(ConfigDraft draft, ConfigOutcome before) {
        if (refs.isEmpty()) {
            throw new RefusedInput("providerId", names -> "which provider or model? Give " + names.field("providerId")
                + " or " + names.value("model", "provider/model"));
        }
        var done = new ArrayList<String>();
        for (String ref : refs) done.add(draft.hasProvider(ref) ? provider(draft, ref) : model(draft, ref));
        return done;
    }

    private String provider(ConfigDraft draft, String id) {
        List<Object> path = draft.provider(id);
        if (ModelEntry.isOn(draft, path) != on) draft.set(path, Json.of(on), "enabled");
        return id;
    }

    private String model(ConfigDraft draft, String ref) {
        if (EntryLookup.providerOf(draft, ref) == null) throw unknown(draft, ref);
        ModelEntry model = EntryLookup.model(draft, null, ref);
        if (ModelEntry.isOn(draft, model.path()) != on) model.set(draft, Json.of(on), "enabled");
        return model.ref();
    }

    private static RefusedInput unknown(ConfigDraft draft, String ref) {
        boolean alias = draft.aliasIds().contains(ref);
        if (alias) {
            return new RefusedInput("providerId", _ -> "'" + ref
                + "' is an alias, which cannot be switched off; switch off its targets, or remove the alias");
        }
        var known = new ArrayList<>(draft.providerIds());
        for (ModelEntry model : ModelEntry.all(draft)) known.add(model.ref());
        return new RefusedInput("providerId", _ -> "there is no provider or model '" + ref + "'"
            + NearestReference.hint(ref, known) + "; there are " + EntryLookup.listed(known));
    }
}
