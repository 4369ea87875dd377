package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.config.read.SettingsTable;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.KnownBinding;

/// Whether a Worker is a gateway: it has a configuration or a master key for one.
final class OwnWorker {
    private OwnWorker() {}

    static boolean is(List<KnownBinding> bindings) {
        for (KnownBinding binding : bindings) {
            String name = binding.name();
            boolean ours = SettingsTable.CONFIG_JSON.name().equals(name) || name.equals(WorkerNames.MASTER_KEY)
                || SettingsTable.CONFIG_JSON.olderNames().contains(name);
            if (ours) return true;
        }
        return false;
    }
}
