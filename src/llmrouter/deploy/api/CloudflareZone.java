package llmrouter.deploy.api;

import java.util.List;
import java.util.Locale;

/// A zone: a domain whose DNS Cloudflare serves.
///
/// @param status e.g. `active` or `pending`
public record CloudflareZone(String id, String name, String status) {
    public boolean isActive() {
        return status.isEmpty() || status.equals("active");
    }

    /// Whether a host belongs to this zone.
    public boolean has(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String own = name.toLowerCase(Locale.ROOT);
        return lower.equals(own) || lower.endsWith("." + own);
    }

    /// The zone that a host belongs to: of those that fit, the one with the longest name. Null if none fits.
    public static CloudflareZone of(String host, List<CloudflareZone> zones) {
        CloudflareZone longest = null;
        for (CloudflareZone zone : zones) {
            boolean better = longest == null || zone.name.length() > longest.name.length();
            if (zone.has(host) && better) longest = zone;
        }
        return longest;
    }
}
