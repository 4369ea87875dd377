package llmrouter.deploy.payload;

import java.util.List;

import llmrouter.config.Config;
import llmrouter.deploy.DeployFinding;
import llmrouter.files.Secrets;

/// The configuration as a Worker gets it.
///
/// @param json     compact, with all keys in it: a secret
/// @param pieces   the same, cut into pieces that fit into a secret each
/// @param config   what the Worker will read
/// @param findings what is refused, and what is worth knowing
public record HostedPayload(String json, List<String> pieces, Config config, List<DeployFinding> findings) {
    /// The longest text of a piece, in UTF-8 bytes.
    public static final int LONGEST_PIECE = 5_000;

    public HostedPayload {
        pieces = List.copyOf(pieces);
        findings = List.copyOf(findings);
    }

    /// Looks the keys up and makes the payload. Where a finding blocks, the payload must not be sent.
    ///
    /// @param config    as it is written, valid
    /// @param masterKey that takes the place of the configuration's; null for that one
    /// @param durable   whether the Worker will have durable state, so that caps and cooldowns have effect
    public static HostedPayload of(Config config, Secrets secrets, String masterKey, boolean durable) {
        throw new IllegalStateException("planned");
    }

    public boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }

    /// Its length in UTF-8 bytes.
    public int bytes() {
        throw new IllegalStateException("planned");
    }

    @Override
    public String toString() {
        return "HostedPayload[hidden, pieces=" + pieces.size() + "]";
    }
}
