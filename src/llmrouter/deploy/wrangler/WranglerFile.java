package llmrouter.deploy.wrangler;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets;

/// What a configuration of wrangler says, for one environment. The file is never changed.
///
/// @param path               of the file
/// @param name               of the Worker, with its environment; null if the file does not say
/// @param accountId          or null
/// @param compatibilityDate  or null
/// @param targets            never null; [DeployTargets#NONE] if the file names none
/// @param saysTargets        whether the file says anything of targets
/// @param vars               texts; other values as JSON
/// @param findings           what cannot be taken over, and what is wrong
public record WranglerFile(Path path, String name, String accountId, String compatibilityDate,
        List<String> compatibilityFlags, DeployTargets targets, boolean saysTargets, Map<String, String> vars,
        boolean durableState, List<DeployFinding> findings) {

    /// Reads the configuration in a folder.
    ///
    /// @param environment or null for the top level
    /// @return null if there is no such file in the folder
    public static WranglerFile in(Path folder, String environment) {
        throw new IllegalStateException("planned");
    }

    public boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }
}
