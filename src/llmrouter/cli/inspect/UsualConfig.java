package llmrouter.cli.inspect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.read.SettingsTable;
import llmrouter.service.Instance;
import llmrouter.service.Instances;

/// The configuration that a command looks at. A user who has none yet, but runs one gateway, the demo for instance,
/// means that gateway's one.
final class UsualConfig {
    private UsualConfig() {}

    /// What the user named, or the file of the only gateway that runs, which is then said; null for the usual place.
    static String file(Invocation invocation) {
        String named = invocation.arguments().text(Flag.CONFIG.name());
        var environment = invocation.shell().environment();
        boolean isSet = SettingsTable.CONFIG_FILE.in(environment::get) != null
            || SettingsTable.CONFIG_JSON.in(environment::get) != null;
        if (named != null || isSet || Files.exists(invocation.configFile())) return named;
        List<Instance> running = Instances.in(invocation.shell().home(), invocation::say).running();
        if (running.size() != 1) return null;
        Instance only = running.getFirst();
        if (only.config() == null || !Files.isRegularFile(Path.of(only.config()))) return null;
        invocation.say("note: there is no " + invocation.configFile() + "; this is the configuration of the gateway on "
            + only.url());
        return only.config();
    }
}
