package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.edit.input.RefusedInput;

/// Removes the key that clients must send. While clients have no other key, it is removed only if that is confirmed:
/// a gateway that runs would refuse every request, and one that is started later would need no key.
///
/// @param confirmed whether the gateway may be left without any key
public record MasterKeyRemoval(boolean confirmed) implements ConfigChange<Boolean> {
    private static final List<String> MEMBERS = List.of("masterKey", "masterKeyEnv", "masterKeyFile",
        "masterKeyCommand");

    /// Reports whether there was a key.
    @Override
    public Boolean applyTo(ConfigDraft draft, ConfigOutcome before) {
        boolean there = false;
        for (String name : MEMBERS) there |= draft.member(List.of(), name) != null;
        boolean last = draft.items(draft.pathOf(List.of(), "masterKeys")).isEmpty();
        if (there && last && !confirmed) {
            throw new RefusedInput("yes", names -> "the master key is the last key, so nothing was removed: a "
                + "gateway that runs would refuse every request, and one that is started then answers every program "
                + "that can reach it without a key; give " + names.field("yes")
                + " if that is what you want, or set another key with " + names.operation("set-master-key"));
        }
        for (String name : MEMBERS) draft.remove(List.of(), name);
        return there;
    }
}
