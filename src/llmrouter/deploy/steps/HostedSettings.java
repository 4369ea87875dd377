package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import llmrouter.config.read.Setting;
import llmrouter.config.read.Setting.Group;
import llmrouter.config.read.SettingsTable;
import llmrouter.deploy.DeployFinding;
import llmrouter.worker.StateMode;

/// Which settings have no effect in a hosted gateway: those of listening, files, connections and processes, which the
/// platform decides, and those of retries and cooldowns where nothing is remembered.
final class HostedSettings {
    /// Settings of such groups that do have effect.
    private static final Set<String> EFFECTIVE = Set.of("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "LLM_ROUTER_LOG",
        "LLM_ROUTER_ALLOW_POLICY_FALLBACK");
    /// The platform says itself from which address a request comes.
    private static final String TRUSTED_PROXIES = "LLM_ROUTER_TRUSTED_PROXIES";
    private static final String REMEMBERED = "LLM_ROUTER_CANDIDATE_STATE_TTL_MS";

    private HostedSettings() {}

    static List<DeployFinding> of(Map<String, String> vars, StateMode state) {
        var findings = new ArrayList<DeployFinding>();
        for (String name : new TreeMap<>(vars).keySet()) {
            Setting setting = setting(name);
            if (setting == null) continue;
            if (setting.group() == Group.HOSTED && name.contains("API_TOKEN")) {
                findings.add(DeployFinding.blocks("setting", name + " would be given to the Worker, which the account "
                    + "shows in the open", "remove it from the variables of the Worker"));
            } else if (isOfThePlatform(setting)) {
                findings.add(DeployFinding.warns("setting", name + " has no effect in a hosted gateway", "remove it"));
            } else if (state == StateMode.NONE && isOfState(setting)) {
                findings.add(DeployFinding.warns("setting", name + " has no effect in a Worker without durable state",
                    "deploy with --durable-state, or remove it"));
            }
        }
        return findings;
    }

    private static Setting setting(String name) {
        for (Setting setting : SettingsTable.rows()) {
            if (setting.name().equals(name) || setting.olderNames().contains(name)) return setting;
        }
        return null;
    }

    private static boolean isOfThePlatform(Setting setting) {
        if (EFFECTIVE.contains(setting.name())) return false;
        if (setting.name().equals(TRUSTED_PROXIES)) return true;
        return switch (setting.group()) {
            case ADDRESS, LOGS, CONNECTIONS, RELOAD, LAUNCHER -> true;
            case STATE -> !setting.name().equals(REMEMBERED);
            case CONFIGURATION, ACCESS, TIMES, FAILURES, HOSTED -> false;
        };
    }

    private static boolean isOfState(Setting setting) {
        boolean failures = setting.group() == Group.FAILURES && !EFFECTIVE.contains(setting.name());
        return failures || setting.name().equals(REMEMBERED);
    }
}
