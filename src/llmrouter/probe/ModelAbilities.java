package llmrouter.probe;

import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.config.Capabilities;

/// What a model at one place has shown that it can do.
///
/// @param model    its id at the provider
/// @param findings one for each ability that was asked for, in order
/// @param trouble  why the model could not be asked at all, a clause; null if it has answered
public record ModelAbilities(ProbePlace place, String model, List<AbilityFinding> findings, String trouble) {

    /// @param able     null if it could not be found out
    /// @param evidence what was seen, a clause; without a secret
    public record AbilityFinding(ModelAbility ability, Boolean able, String evidence) {}

    /// Whether an ability is there; null if that is not known.
    public Boolean able(ModelAbility ability) {
        for (AbilityFinding finding : findings) {
            if (finding.ability() == ability) return finding.able();
        }
        return null;
    }

    /// What was found out, as the configuration keeps it.
    public Capabilities capabilities() {
        var known = new LinkedHashMap<String, Boolean>();
        for (AbilityFinding finding : findings) {
            if (finding.able() != null) known.put(finding.ability().word(), finding.able());
        }
        return Capabilities.of(known);
    }
}
