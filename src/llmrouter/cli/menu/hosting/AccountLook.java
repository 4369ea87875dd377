package llmrouter.cli.menu.hosting;

import java.util.List;
import java.util.Map;

import llmrouter.cli.menu.MenuSession;
import llmrouter.config.Settings;
import llmrouter.deploy.api.ApiAccess;
import llmrouter.deploy.api.CloudflareAccount;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.CloudflareZone;
import llmrouter.deploy.api.DnsRecord;

/// What can be chosen in an account. Each thing is asked for once and remembered; what the token may not see is an
/// empty list, so that a person types it instead.
final class AccountLook implements AutoCloseable {
    private final MenuSession session;
    private final Settings settings;
    private final String given;
    private CloudflareApi api;
    private String token;
    private boolean unreachable;
    private List<CloudflareAccount> accounts;
    private Map.Entry<String, List<CloudflareZone>> zones;
    private Map.Entry<String, Subdomain> subdomain;
    private Map.Entry<String, List<DnsRecord>> records;

    /// The name of an account below workers.dev.
    ///
    /// @param name null if the account has none
    record Subdomain(String name) {}

    /// One call, which may fail.
    private interface Call<T> {
        T run() throws CloudflareError;
    }

    /// @param given the account that the user named, or null
    AccountLook(MenuSession session, Settings settings, String given) {
        this.session = session;
        this.settings = settings;
        this.given = given;
    }

    /// Tries a token, and works with it from now on if it can be used.
    ///
    /// @return why it cannot be used, a sentence; null if it can
    String tried(String typed) {
        if (typed.equals(token)) return null;
        ApiAccess access = ApiAccess.of(session.environment()::get, typed);
        if (access.problem() != null) return access.problem() + ".";
        try {
            CloudflareApi next = CloudflareApi.of(access, settings, session.home());
            try {
                next.verifyToken(given);
            } catch (CloudflareError error) {
                next.close();
                throw error;
            }
            take(next, typed);
            return null;
        } catch (CloudflareError error) {
            unreachable = error.status() == 0 || error.status() >= 500;
            return error.getMessage();
        }
    }

    /// Whether the last token could not be tried, so that another one would not help.
    boolean isUnreachable() {
        return unreachable;
    }

    private void take(CloudflareApi next, String typed) {
        close();
        api = next;
        token = typed;
        accounts = null;
        zones = null;
        subdomain = null;
        records = null;
    }

    /// The token that is used; null if none can be used yet.
    String token() {
        return token;
    }

    /// The accounts of the token; none if it may not list them.
    List<CloudflareAccount> accounts() {
        if (accounts == null) accounts = or(List.of(), api::accounts);
        return accounts;
    }

    /// The zones of an account that are in use; none if the token may not list them.
    List<CloudflareZone> zones(String account) {
        if (zones == null || !zones.getKey().equals(account)) {
            List<CloudflareZone> all = or(List.of(), () -> api.zones(account));
            zones = Map.entry(account, all.stream().filter(CloudflareZone::isActive).toList());
        }
        return zones.getValue();
    }

    /// Null if the token may not read it.
    Subdomain subdomain(String account) {
        if (subdomain == null || !subdomain.getKey().equals(account)) {
            Subdomain read = or(null, () -> new Subdomain(api.subdomain(account)));
            if (read == null) return null;
            subdomain = Map.entry(account, read);
        }
        return subdomain.getValue();
    }

    /// The DNS records of a host that a custom domain would replace; none if the token may not read them.
    List<DnsRecord> records(String account, String zoneName, String host) {
        CloudflareZone zone = null;
        for (CloudflareZone each : zones(account)) {
            if (each.name().equals(zoneName)) zone = each;
        }
        if (zone == null) return List.of();
        CloudflareZone known = zone;
        String key = zone.id() + " " + host;
        if (records == null || !records.getKey().equals(key)) {
            List<DnsRecord> all = or(List.of(), () -> api.dnsRecords(known, host));
            records = Map.entry(key, all.stream().filter(DnsRecord::isAddress).toList());
        }
        return records.getValue();
    }

    CloudflareApi api() {
        return api;
    }

    private <T> T or(T otherwise, Call<T> call) {
        try {
            return call.run();
        } catch (CloudflareError error) {
            session.say(List.of("note: " + error.getMessage()));
            return otherwise;
        }
    }

    @Override
    public void close() {
        if (api != null) api.close();
    }
}
