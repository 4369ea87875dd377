package llmrouter.server.log;

import java.util.List;

import llmrouter.admission.ClientAccess;
import llmrouter.admission.FrontDoor;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.secrets.SecretWords;
import llmrouter.files.KeyDigest;
import llmrouter.http.HeaderMap;

/// The secrets that what is written of a request must not show: those of the configuration, and the key of its client,
/// of which the configuration has only the digest.
public final class ClientSecrets {
    private ClientSecrets() {}

    /// @param known secrets of the configuration
    public static SecretWords of(ClientAccess client, HeaderMap headers, Config config, SecretWords known) {
        if (client.name() == null) return known;
        List<String> shown = FrontDoor.shownKeys(headers);
        if (shown.size() == 1) return known.and(shown.getFirst());
        SecretWords secrets = known;
        for (String key : shown) {
            if (isClients(key, config.masterKeys())) secrets = secrets.and(key);
        }
        return secrets;
    }

    private static boolean isClients(String key, List<ClientKey> keys) {
        String digest = KeyDigest.sha256(key);
        return keys.stream().anyMatch(known -> known.keySha256().equals(digest));
    }
}
