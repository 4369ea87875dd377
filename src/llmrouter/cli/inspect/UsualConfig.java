package llmrouter.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.read.SettingsTable;
import llmrouter.files.ConfigStore;
import llmrouter.service.Instance;
import llmrouter.service.Instances;
import llmrouter.text.Printable;

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

    /// Says which configuration is used if a user may take it for another one: it is not the one in the usual place, or
    /// a gateway with another one runs, the demo for instance.
    ///
    /// @param used the path of the file, or the name of the variable that holds the configuration
    static void sayWhich(Invocation invocation, Path used) {
        Path home = invocation.shell().home();
        var others = new ArrayList<String>();
        for (Instance gateway : Instances.in(home, invocation::say).running()) {
            String theirs = gateway.config();
            if (theirs == null || isSame(used, Path.of(theirs))) continue;
            others.add("; the gateway on " + gateway.url() + " uses " + theirs);
        }
        boolean usual = used.equals(ConfigStore.locate(null, null, home).toAbsolutePath());
        if (!usual || !others.isEmpty()) {
            invocation.say("note: this is the plan of " + used + Printable.of(String.join("", others)));
        }
    }

    private static boolean isSame(Path used, Path theirs) {
        try {
            return used.equals(theirs) || Files.exists(used) && Files.isSameFile(used, theirs);
        } catch (IOException _) {
            return false; // theirs is gone
        }
    }
}
