package llmrouter.records;

import java.util.List;

import llmrouter.admission.ClientAccess;
import llmrouter.admission.FrontDoor;
import llmrouter.admission.FrontDoorTerms.Sha256;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.secrets.SecretWords;
import llmrouter.http.HeaderMap;

/// The secrets that what is written of a request must not show: those of the configuration, and the key of its client,
/// of which the configuration has only the digest.
public final class ClientSecrets {
    private ClientSecrets() {}

    /// @param known secrets of the configuration
    public static SecretWords of(ClientAccess client, HeaderMap headers, Config config, SecretWords known,
            Sha256 sha256) {
        if (client.name() == null) return known;
        List<String> shown = FrontDoor.shownKeys(headers);
        if (shown.size() == 1) return known.and(shown.getFirst());
        SecretWords secrets = known;
        for (String key : shown) {
            if (isClients(sha256.hex(key), config.masterKeys())) secrets = secrets.and(key);
        }
        return secrets;
    }

    private static boolean isClients(String digest, List<ClientKey> keys) {
        return keys.stream().anyMatch(known -> known.keySha256().equals(digest));
    }
}
