package llmrouter.config.edit;

import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.Secret;
import llmrouter.config.Secret.InlineSecret;

/// Sets the key that clients must send.
public record MasterKeyChange(Secret key) implements ConfigChange<Secret> {

    /// Why the key might be guessed, as clauses. Empty for a strong key, and for one that is kept elsewhere: that one
    /// is not known here.
    public List<String> weaknesses() {
        return key instanceof InlineSecret(String value, _) ? MasterKeyStrength.weaknesses(value) : List.of();
    }

    @Override
    public Secret applyTo(ConfigDraft draft, ConfigOutcome before) {
        draft.setMasterKey(key);
        return key;
    }
}
