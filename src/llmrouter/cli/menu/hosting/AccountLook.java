package llmrouter.cli.menu.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.cli.menu.MenuSession;
import llmrouter.config.Settings;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.ApiAccess;
import llmrouter.deploy.api.ApiPermission;
import llmrouter.deploy.api.CloudflareAccount;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.CloudflareZone;
import llmrouter.deploy.api.DnsRecord;
import llmrouter.deploy.api.WorkerDomain;
import llmrouter.deploy.api.WorkerPlace;
import llmrouter.deploy.steps.AccountChoice;
import llmrouter.deploy.steps.AccountChoice.OneAccount;
import llmrouter.deploy.steps.AccountChoice.SeveralAccounts;

/// What can be chosen in an account. Each thing is asked for once and remembered; what the token may not see is an
/// empty list, so that a person types it instead.
final class AccountLook implements AutoCloseable {
    private final MenuSession session;
    private final Settings settings;
    private final String given;
    private CloudflareApi api;
    private String token;
    private List<CloudflareAccount> accounts;
    private Map.Entry<String, List<CloudflareZone>> zones;
    private Map.Entry<String, Subdomain> subdomain;
    private Map.Entry<String, List<DnsRecord>> records;
    private Map.Entry<String, Boolean> keyed;
    private Map.Entry<String, Addresses> addresses;
    private Map.Entry<String, List<WorkerDomain>> domains;

    /// The name of an account below workers.dev.
    ///
    /// @param name null if the account has none
    record Subdomain(String name) {}

    /// Where a Worker answers.
    ///
    /// @param workersDev below workers.dev
    /// @param hosts      its custom domains
    record Addresses(boolean workersDev, List<String> hosts) {
        static final Addresses NONE = new Addresses(false, List.of());

        boolean isEmpty() {
            return !workersDev && hosts.isEmpty();
        }

        List<String> words() {
            var words = new ArrayList<>(hosts);
            if (workersDev) words.addFirst("workers.dev");
            return words;
        }
    }

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
        CloudflareApi next = null;
        try {
            next = CloudflareApi.of(access, settings, session.home());
            take(next, typed, accounts(next));
            return null;
        } catch (CloudflareError error) {
            if (next != null) next.close();
            return error.getMessage();
        }
    }

    /// The accounts of a token that can be used; none if it may not list them.
    private List<CloudflareAccount> accounts(CloudflareApi next) throws CloudflareError {
        try {
            return switch (AccountChoice.of(next, given)) {
                case OneAccount(CloudflareAccount account, boolean _) -> List.of(account);
                case SeveralAccounts(List<CloudflareAccount> all) -> all;
            };
        } catch (CloudflareError error) {
            ApiPermission lacking = error.failure().permission();
            if (lacking == ApiPermission.MEMBERSHIPS_READ || lacking == ApiPermission.ACCOUNT_READ) return List.of();
            throw error;
        }
    }

    private void take(CloudflareApi next, String typed, List<CloudflareAccount> listed) {
        close();
        api = next;
        token = typed;
        accounts = listed;
        zones = null;
        subdomain = null;
        records = null;
        keyed = null;
        addresses = null;
        domains = null;
    }

    /// The token that is used; null if none can be used yet.
    String token() {
        return token;
    }

    /// The accounts of the token; none if it may not list them.
    List<CloudflareAccount> accounts() {
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

    /// The Worker whose custom domain a host is; null if it is none, or the token may not list them.
    String ownerOf(String account, String host) {
        if (domains == null || !domains.getKey().equals(account)) {
            domains = Map.entry(account, or(List.of(), () -> api.domains(account)));
        }
        for (WorkerDomain domain : domains.getValue()) {
            if (domain.hostname().equalsIgnoreCase(host)) return domain.service();
        }
        return null;
    }

    /// Whether a Worker has a master key as a secret of its own; no if there is no such Worker, or it cannot be seen.
    boolean hasKey(String account, String worker) {
        String id = account + " " + worker;
        if (keyed == null || !keyed.getKey().equals(id)) keyed = Map.entry(id, looksKeyed(account, worker));
        return keyed.getValue();
    }

    private boolean looksKeyed(String account, String worker) {
        var place = new WorkerPlace(account, worker);
        try {
            if (api.script(place) == null) return false;
            return api.bindings(place).stream().anyMatch(b -> b.name().equals(WorkerNames.MASTER_KEY) && b.isSecret());
        } catch (CloudflareError _) {
            return false; // the command says what is wrong
        }
    }

    /// Where a Worker answers now, but for routes; nowhere if there is no such Worker, or it cannot be seen.
    Addresses addresses(String account, String worker) {
        String id = account + " " + worker;
        if (addresses == null || !addresses.getKey().equals(id)) addresses = Map.entry(id, seen(account, worker));
        return addresses.getValue();
    }

    private Addresses seen(String account, String worker) {
        var place = new WorkerPlace(account, worker);
        try {
            if (api.script(place) == null) return Addresses.NONE;
            List<String> hosts = api.domains(account).stream().filter(domain -> domain.service().equals(worker))
                .map(WorkerDomain::hostname).toList();
            return new Addresses(api.isOnWorkersDev(place), hosts);
        } catch (CloudflareError _) {
            return Addresses.NONE; // the command says what is wrong
        }
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
